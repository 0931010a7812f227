package io.fairlead.connector.kafka;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.List;
import java.util.Optional;

/// @param tls empty when the brokers are spoken to without encryption
/// @param sasl empty when nobody signs in
public record KafkaConfig(List<Broker> brokers, Optional<Tls> tls, Optional<Sasl> sasl) {
  public KafkaConfig {
    brokers = List.copyOf(brokers);
  }

  /// @param tunnel its own, or the connection's
  public record Broker(Endpoint endpoint, Optional<ObjectId> tunnel) {}

  /// @param mechanism in upper case; whether it is known shows in the probe
  public record Sasl(String mechanism, TextOrSecret user, OptionValue.SecretUse password) {}
}

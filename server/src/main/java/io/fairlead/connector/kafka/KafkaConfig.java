package io.fairlead.connector.kafka;

import io.fairlead.connector.Endpoint;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.util.List;
import java.util.Optional;

/// @param rules the first that matches says how to reach a broker that another one names
/// @param tls empty when the brokers are spoken to without encryption
/// @param signIn empty when nobody signs in
public record KafkaConfig(
    List<Broker> brokers, List<Rule> rules, Optional<Tls> tls, Optional<SignIn> signIn) {
  public KafkaConfig {
    brokers = List.copyOf(brokers);
    rules = List.copyOf(rules);
  }

  /// @param tunnel its own, or the connection's
  public record Broker(Endpoint endpoint, Optional<ObjectId> tunnel) {}

  /// @param pattern `*` may be its first and its last character
  /// @param port the one at which the broker is reached through the link, if not its own
  public record Rule(String pattern, ObjectId link, Optional<Integer> port) {
    /// A pattern without a colon is about the host alone.
    boolean matches(Endpoint broker) {
      String text = pattern.indexOf(':') >= 0 ? broker.toString() : broker.host();
      boolean anyStart = pattern.startsWith("*");
      boolean anyEnd = pattern.endsWith("*") && pattern.length() > 1;
      String middle =
          pattern.substring(anyStart ? 1 : 0, pattern.length() - (anyEnd ? 1 : 0));
      if (anyStart) {
        return anyEnd ? text.contains(middle) : text.endsWith(middle);
      }
      return anyEnd ? text.startsWith(middle) : text.equals(middle);
    }
  }

  public sealed interface SignIn {
    /// @param mechanism in upper case; whether it is known shows in the probe
    record Password(String mechanism, TextOrSecret user, OptionValue.SecretUse password)
        implements SignIn {}

    /// With the identity of an AWS connection.
    record Aws(ObjectId connection) implements SignIn {}
  }
}

package io.fairlead.connector.kafka;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.HostGrammar;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads BROKER and BROKERS.
final class BrokerOptions {
  private static final int INITIAL_PORT = 9092;
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::([0-9]{1,5}))?");

  private final Options options;
  private final Problems problems;

  BrokerOptions(Options options, Problems problems) {
    this.options = options;
    this.problems = problems;
  }

  List<KafkaConfig.Broker> read() {
    List<OptionValue> written = new ArrayList<>();
    options.get("broker").ifPresent(written::add);
    if (options.get("brokers").orElse(null) instanceof OptionValue.Items items) {
      written.addAll(items.values());
    }
    if (options.has("broker") && options.has("brokers")) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid CONNECTION: can only set one of BROKER or BROKERS");
    } else if (!options.has("broker") && !options.has("brokers")) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid CONNECTION: must set one of BROKER or BROKERS");
    } else if (written.isEmpty()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid CONNECTION: BROKERS must contain at least one static broker address");
    }
    List<KafkaConfig.Broker> brokers = new ArrayList<>();
    written.forEach(value -> broker(value).ifPresent(brokers::add));
    return brokers;
  }

  private Optional<KafkaConfig.Broker> broker(OptionValue value) {
    return switch (value) {
      case OptionValue.Text(String address) ->
          endpoint(address).map(endpoint -> new KafkaConfig.Broker(endpoint, initialTunnel()));
      case OptionValue.Group group -> {
        String address =
            group.parts().get("address") instanceof OptionValue.Text(String text) ? text : "";
        Optional<ObjectId> own = tunnel(group.parts().get("ssh_tunnel")).or(this::initialTunnel);
        yield endpoint(address).map(endpoint -> new KafkaConfig.Broker(endpoint, own));
      }
      default -> Optional.empty();
    };
  }

  private Optional<ObjectId> initialTunnel() {
    return tunnel(options.get("ssh_tunnel").orElse(null));
  }

  private static Optional<ObjectId> tunnel(@org.jspecify.annotations.Nullable OptionValue value) {
    return value instanceof OptionValue.ConnectionUse(ObjectId id)
        ? Optional.of(id)
        : Optional.empty();
  }

  private Optional<Endpoint> endpoint(String address) {
    if (address.indexOf(',') >= 0) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "cannot specify multiple Kafka broker addresses in one string");
      return Optional.empty();
    }
    Matcher matcher = ADDRESS.matcher(address);
    if (matcher.matches()) {
      int port = matcher.group(2) == null ? INITIAL_PORT : Integer.parseInt(matcher.group(2));
      Optional<String> host = HostGrammar.read(matcher.group(1));
      if (host.isPresent() && port >= 1 && port <= 65_535) {
        return Optional.of(new Endpoint(host.get(), port));
      }
    }
    problems.add(
        ProblemKind.INVALID_OPTION, "invalid BROKER: it is not the address of a broker, host:port");
    return Optional.empty();
  }
}

package io.fairlead.connector.kafka;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.HostGrammar;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.SharedOptions;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads where the brokers are and how they are reached: BROKER, BROKERS, AWS PRIVATELINK and SSH
/// TUNNEL.
final class BrokerOptions {
  private static final int INITIAL_PORT = 9092;
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::([0-9]{1,5}))?");
  private static final Pattern RULE = Pattern.compile("(?=.)\\*?[^*]*\\*?");

  /// The host of an endpoint that a PrivateLink connection stands for: the cloud names it.
  private static final String ENDPOINT = "endpoint";

  private final Options options;
  private final Problems problems;
  private final List<KafkaConfig.Broker> brokers = new ArrayList<>();
  private final List<KafkaConfig.Rule> rules = new ArrayList<>();

  BrokerOptions(Options options, Problems problems) {
    this.options = options;
    this.problems = problems;
  }

  List<KafkaConfig.Broker> brokers() {
    return brokers;
  }

  List<KafkaConfig.Rule> rules() {
    return rules;
  }

  void read() {
    checkChoice();
    List<OptionValue> written = written(options);
    if (isLeftToUsers(options)) {
      return;
    }
    if (options.has("brokers") && written.stream().allMatch(BrokerOptions::isRule)) {
      invalid("invalid CONNECTION: BROKERS must contain at least one static broker address");
    }
    for (OptionValue value : written) {
      if (value instanceof OptionValue.Text(String address)) {
        addBroker(address, initialTunnel(), Optional.empty());
      } else if (value instanceof OptionValue.Group(var parts)) {
        add(parts);
      }
    }
    link().ifPresent(brokers::add);
    boolean linked = options.has("aws_privatelink") || !rules.isEmpty();
    if (linked && options.has("ssh_tunnel")) {
      invalid("invalid CONNECTION: cannot specify both SSH TUNNEL and AWS PRIVATELINK");
    }
  }

  /// A list without any: whoever uses the connection says where the brokers are.
  private static boolean isLeftToUsers(Options options) {
    return options.get("brokers").orElse(null) instanceof OptionValue.Items(var values)
        && values.isEmpty();
  }

  private void checkChoice() {
    long set = Stream.of("broker", "brokers", "aws_privatelink").filter(options::has).count();
    if (set != 1) {
      invalid(
          "invalid CONNECTION: "
              + (set == 0 ? "must set one of" : "can only set one of")
              + " BROKER, BROKERS, or AWS PRIVATELINK");
    }
  }

  private static List<OptionValue> written(Options options) {
    List<OptionValue> written = new ArrayList<>();
    options.get("broker").ifPresent(written::add);
    if (options.get("brokers").orElse(null) instanceof OptionValue.Items(var values)) {
      written.addAll(values);
    }
    return written;
  }

  private static boolean isRule(OptionValue value) {
    return value instanceof OptionValue.Group(var parts) && parts.containsKey("matching");
  }

  private void add(SortedMap<String, OptionValue> parts) {
    Optional<ObjectId> link = connection(parts.get("aws_privatelink"));
    Optional<Integer> port = port(parts.get("port"));
    if (parts.get("matching") instanceof OptionValue.Text(String pattern)) {
      if (!RULE.matcher(pattern).matches()) {
        invalid(
            "invalid BROKERS: a pattern of MATCHING is not empty, and has * only as its first or"
                + " its last character");
      }
      link.ifPresent(id -> rules.add(new KafkaConfig.Rule(pattern, id, port)));
    } else if (parts.get("address") instanceof OptionValue.Text(String address)) {
      Optional<ObjectId> own = link.or(() -> connection(parts.get("ssh_tunnel")));
      addBroker(address, own.or(this::initialTunnel), port);
    }
  }

  /// @param portOfLink the one at which the broker is reached through its link
  private void addBroker(
      String address, Optional<ObjectId> tunnel, Optional<Integer> portOfLink) {
    endpoint(address)
        .map(at -> new Endpoint(at.host(), portOfLink.orElse(at.port())))
        .ifPresent(at -> brokers.add(new KafkaConfig.Broker(at, tunnel)));
  }

  /// AWS PRIVATELINK for the whole cluster: the endpoint itself is the first broker.
  private Optional<KafkaConfig.Broker> link() {
    OptionValue value = options.get("aws_privatelink").orElse(null);
    boolean group = value instanceof OptionValue.Group;
    SortedMap<String, OptionValue> parts =
        value instanceof OptionValue.Group(var found) ? found : new java.util.TreeMap<>();
    Optional<ObjectId> id = connection(group ? parts.get("connection") : value);
    int port = port(parts.get("port")).orElse(INITIAL_PORT);
    return id.map(_ -> new KafkaConfig.Broker(new Endpoint(ENDPOINT, port), id));
  }

  private Optional<ObjectId> initialTunnel() {
    return new OptionReader(options, problems).connection("ssh_tunnel");
  }

  private static Optional<ObjectId> connection(@Nullable OptionValue value) {
    return value instanceof OptionValue.ConnectionUse(ObjectId id)
        ? Optional.of(id)
        : Optional.empty();
  }

  private static Optional<Integer> port(@Nullable OptionValue value) {
    return value instanceof OptionValue.Num(long number)
        ? Optional.of((int) number)
        : Optional.empty();
  }

  private Optional<Endpoint> endpoint(String address) {
    if (address.indexOf(',') >= 0) {
      invalid("cannot specify multiple Kafka broker addresses in one string");
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
    invalid("invalid BROKER: it is not the address of a broker, host:port");
    return Optional.empty();
  }

  private void invalid(String message) {
    problems.add(ProblemKind.INVALID_OPTION, message);
  }

  /// A zone that a broker names has to be one of its PrivateLink connection's.
  static void checkZones(
      Options options, Function<ObjectId, Connection> connections, Problems problems) {
    for (OptionValue value : written(options)) {
      if (value instanceof OptionValue.Group(var parts)
          && parts.get("availability_zone") instanceof OptionValue.Text(String zone)
          && parts.get("aws_privatelink") instanceof OptionValue.ConnectionUse(ObjectId id)) {
        Connection link = connections.apply(id);
        if (!SharedOptions.availabilityZones(link.options()).contains(zone)) {
          problems.add(
              ProblemKind.INVALID_OPTION,
              "AWS PrivateLink availability zone \""
                  + zone
                  + "\" does not match any of the availability zones on the AWS PrivateLink"
                  + " connection \""
                  + link.name().full()
                  + "\"");
        }
      }
    }
  }
}

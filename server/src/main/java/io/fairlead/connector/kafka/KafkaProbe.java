package io.fairlead.connector.kafka;

import io.fairlead.base.Limits;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.HostGrammar;
import io.fairlead.connector.Quietly;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;

/// Tries every listed broker (a client would be content with one, but whoever lists three wants to
/// hear of the broken one), and then connects to those that the cluster advertises, since that is
/// where a client goes next.
final class KafkaProbe {
  private final KafkaConfig config;
  private final Attempt attempt;
  private final Reveal permission;
  private final Set<KafkaConfig.Broker> reached = new LinkedHashSet<>();

  KafkaProbe(KafkaConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    List<Advertised> advertised = new ArrayList<>();
    for (KafkaConfig.Broker broker : config.brokers()) {
      for (Node node : ask(broker)) {
        advertised.add(new Advertised(broker, node.host(), node.port()));
      }
      reached.add(broker);
    }
    for (Advertised next : advertised) {
      if (reached.size() < Limits.PROBED_BROKERS + config.brokers().size()) {
        reach(next);
      }
    }
  }

  /// What a broker says where another one is.
  private record Advertised(KafkaConfig.Broker by, String host, int port) {}

  /// One broker from the socket to the metadata.
  private List<Node> ask(KafkaConfig.Broker broker) throws StepFailed {
    Socket socket = attempt.dial(broker.endpoint(), broker.tunnel());
    try {
      Socket plain = socket;
      Optional<Tls> tls = config.tls();
      if (tls.isPresent()) {
        socket =
            attempt.step(
                "TLS", () -> tls.get().over(plain, broker.endpoint().host(), attempt, permission));
      }
      Socket ready = socket;
      BrokerLink link = attempt.step("protocol", () -> open(ready));
      if (config.signIn().isPresent()) {
        signIn(config.signIn().get(), link);
      }
      return attempt.step("metadata", () -> metadata(link));
    } finally {
      Quietly.close(socket);
    }
  }

  private void signIn(KafkaConfig.SignIn signIn, BrokerLink link) throws StepFailed {
    switch (signIn) {
      case KafkaConfig.SignIn.Password password ->
          attempt.step(
              "sign in", () -> new SaslSignIn(password, link, attempt, permission).run());
      case KafkaConfig.SignIn.Aws _ ->
          attempt.step(
              "sign in",
              () -> {
                throw new StepFailed("signing in to brokers with AWS CONNECTION is not built");
              });
    }
  }

  private static BrokerLink open(Socket socket) throws StepFailed, IOException {
    BrokerLink link = new BrokerLink(socket);
    link.learnVersions();
    return link;
  }

  private List<Node> metadata(BrokerLink link) throws StepFailed, IOException {
    // No topics; with an empty list nothing can be created, whatever the flag says.
    MetadataResponse response =
        link.call(
            MetadataRequest.Builder.forTopicNames(List.of(), true)
                .build(link.version(ApiKeys.METADATA)),
            MetadataResponse.class);
    List<Node> nodes = List.copyOf(response.brokers());
    attempt.note(nodes.size() == 1 ? "1 broker" : nodes.size() + " brokers");
    return nodes;
  }

  private void reach(Advertised advertised) throws StepFailed {
    String by = advertised.by().endpoint().toString();
    Optional<String> host = HostGrammar.read(advertised.host());
    if (host.isEmpty() || advertised.port() < 1 || advertised.port() > 65_535) {
      attempt.step(
          "advertised broker",
          () -> {
            throw new StepFailed(
                "broker \"" + by + "\" advertises something that is not the address of a host",
                "Check advertised.listeners at the broker.");
          });
      return;
    }
    Endpoint endpoint = new Endpoint(host.get(), advertised.port());
    for (KafkaConfig.Rule rule : config.rules()) {
      if (rule.matches(endpoint)) {
        reachThrough(rule, endpoint);
        return;
      }
    }
    KafkaConfig.Broker next = new KafkaConfig.Broker(endpoint, advertised.by().tunnel());
    if (reached.add(next)) {
      attempt.step("advertised broker", () -> connect(by, next));
    }
  }

  private void reachThrough(KafkaConfig.Rule rule, Endpoint endpoint) throws StepFailed {
    Endpoint there = new Endpoint(endpoint.host(), rule.port().orElse(endpoint.port()));
    Optional<ObjectId> link = Optional.of(rule.link());
    if (reached.add(new KafkaConfig.Broker(there, link))) {
      Quietly.close(attempt.dial(there, link));
    }
  }

  private boolean connect(String by, KafkaConfig.Broker broker) throws StepFailed {
    try (Socket socket = attempt.dialWithin(broker.endpoint(), broker.tunnel())) {
      return socket.isConnected();
    } catch (StepFailed failed) {
      throw unreachable(by, broker.endpoint(), failed.cause());
    } catch (IOException failure) {
      throw unreachable(by, broker.endpoint(), "the connection broke");
    }
  }

  private static StepFailed unreachable(String by, Endpoint endpoint, String why) {
    return new StepFailed(
        "broker \"" + by + "\" advertises " + endpoint + ", which cannot be reached: " + why,
        "Check advertised.listeners at the broker, or go through an SSH TUNNEL.");
  }
}

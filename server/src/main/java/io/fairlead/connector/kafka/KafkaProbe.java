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
import org.jspecify.annotations.Nullable;

/// Tries every listed broker (a client would be content with one, but whoever lists three wants to
/// hear of the broken one), and then signs in to those that the cluster advertises, since that is
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
    if (config.brokers().isEmpty()) {
      attempt.step(
          "brokers",
          () -> {
            attempt.note("none to try");
            return true;
          });
    }
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

  /// How the stages of reaching a broker are run: as steps that people see, or within one.
  interface Stages {
    <T> T run(String name, Attempt.Work<T> work) throws StepFailed, IOException;
  }

  /// One broker from the socket to the metadata.
  private List<Node> ask(KafkaConfig.Broker broker) throws StepFailed {
    Socket socket = attempt.dial(broker.endpoint(), broker.tunnel());
    try (BrokerLink link = ready(socket, broker.endpoint(), attempt::step)) {
      return attempt.step("metadata", () -> metadata(link));
    } catch (IOException unseen) {
      throw new StepFailed("the connection broke");
    } finally {
      Quietly.close(socket);
    }
  }

  /// A broker that knows who we are.
  BrokerLink ready(Socket plain, Endpoint endpoint, Stages stages)
      throws StepFailed, IOException {
    Optional<Tls> tls = config.tls();
    Socket socket =
        tls.isEmpty()
            ? plain
            : stages.run("TLS", () -> tls.get().over(plain, endpoint.host(), attempt, permission));
    BrokerLink link = stages.run("protocol", () -> open(socket));
    if (config.signIn().isPresent()) {
      KafkaConfig.SignIn signIn = config.signIn().get();
      stages.run("sign in", () -> signIn(signIn, link));
    }
    return link;
  }

  private boolean signIn(KafkaConfig.SignIn signIn, BrokerLink link)
      throws StepFailed, IOException {
    return switch (signIn) {
      case KafkaConfig.SignIn.Password password ->
          new SaslSignIn(password, link, attempt, permission).run();
      case KafkaConfig.SignIn.Aws _ ->
          throw new StepFailed("signing in to brokers with AWS CONNECTION is not built");
    };
  }

  private static BrokerLink open(Socket socket) throws StepFailed, IOException {
    BrokerLink link = new BrokerLink(socket);
    link.learnVersions();
    return link;
  }

  List<Node> metadata(BrokerLink link) throws StepFailed, IOException {
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
      attempt.step("advertised broker", () -> signIn(by, next));
    }
  }

  private void reachThrough(KafkaConfig.Rule rule, Endpoint endpoint) throws StepFailed {
    Endpoint there = new Endpoint(endpoint.host(), rule.port().orElse(endpoint.port()));
    Optional<ObjectId> link = Optional.of(rule.link());
    if (reached.add(new KafkaConfig.Broker(there, link))) {
      Quietly.close(attempt.dial(there, link));
    }
  }

  /// As a client would: a certificate for another name, or a password that only one broker has not
  /// heard of yet, shows nowhere else.
  private boolean signIn(String by, KafkaConfig.Broker broker) throws StepFailed {
    Endpoint endpoint = broker.endpoint();
    OneStep stages = new OneStep();
    try (Socket socket = attempt.dialWithin(endpoint, broker.tunnel());
        BrokerLink _ = ready(socket, endpoint, stages)) {
      attempt.note(broker.tunnel().isPresent() ? endpoint + " through the tunnel" : "" + endpoint);
      return true;
    } catch (StepFailed failed) {
      throw stages.failed(by, endpoint, failed.cause(), failed.hint());
    } catch (IOException failure) {
      throw stages.failed(by, endpoint, "the connection broke", null);
    }
  }

  /// Stages that are no steps of their own; it remembers which one was tried last.
  private static final class OneStep implements Stages {
    private @Nullable String last;

    @Override
    public <T> T run(String name, Attempt.Work<T> work) throws StepFailed, IOException {
      last = name;
      return work.run();
    }

    StepFailed failed(String by, Endpoint endpoint, String why, @Nullable String hint) {
      String advertises = "broker \"" + by + "\" advertises " + endpoint;
      if (last == null) {
        return new StepFailed(
            advertises + ", which cannot be reached: " + why,
            "Check advertised.listeners at the broker, or go through an SSH TUNNEL.");
      }
      return new StepFailed(advertises + ", where step \"" + last + "\" failed: " + why, hint);
    }
  }
}

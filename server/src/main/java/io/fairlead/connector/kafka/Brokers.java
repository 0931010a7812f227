package io.fairlead.connector.kafka;

import io.fairlead.base.Limits;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.HostGrammar;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TopicLink;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Node;

/// Signs in to a cluster: to the first listed broker that answers, and to those that it advertises.
final class Brokers {
  private final KafkaConfig config;
  private final Attempt attempt;
  private final KafkaProbe signIns;

  Brokers(KafkaConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.signIns = new KafkaProbe(config, attempt, permission);
  }

  TopicLink open() throws StepFailed {
    StepFailed last = new StepFailed("the connection names no broker");
    for (KafkaConfig.Broker broker : config.brokers()) {
      try {
        return attempt.step("brokers", () -> from(broker));
      } catch (StepFailed failed) {
        if (failed.isCredentialRefused()) {
          throw failed;
        }
        last = failed;
      }
    }
    throw last;
  }

  private TopicLink from(KafkaConfig.Broker first) throws StepFailed, IOException {
    BrokerLink bootstrap = signIn(first);
    List<Node> nodes = signIns.metadata(bootstrap);
    if (nodes.size() > Limits.PROBED_BROKERS) {
      throw new StepFailed(
          "the cluster has more than " + Limits.PROBED_BROKERS + " brokers");
    }
    Map<Integer, BrokerLink> byNode = new HashMap<>();
    for (Node node : nodes) {
      KafkaConfig.Broker broker = advertised(node, first);
      byNode.put(node.id(), broker.equals(first) ? bootstrap : signIn(broker));
    }
    return new KafkaLink(bootstrap, byNode, attempt.keep());
  }

  private KafkaConfig.Broker advertised(Node node, KafkaConfig.Broker by) throws StepFailed {
    Optional<String> host = HostGrammar.read(node.host());
    if (host.isEmpty() || node.port() < 1 || node.port() > 65_535) {
      throw new StepFailed(
          "a broker advertises something that is not the address of a host",
          "Check advertised.listeners at the broker.");
    }
    Endpoint endpoint = new Endpoint(host.get(), node.port());
    for (KafkaConfig.Rule rule : config.rules()) {
      if (rule.matches(endpoint)) {
        int port = rule.port().orElse(endpoint.port());
        return new KafkaConfig.Broker(
            new Endpoint(endpoint.host(), port), Optional.of(rule.link()));
      }
    }
    return new KafkaConfig.Broker(endpoint, by.tunnel());
  }

  private BrokerLink signIn(KafkaConfig.Broker broker) throws StepFailed, IOException {
    BrokerLink link =
        signIns.ready(
            attempt.dialWithin(broker.endpoint(), broker.tunnel()),
            broker.endpoint(),
            new KafkaProbe.Stages() {
              @Override
              public <T> T run(String name, Attempt.Work<T> work)
                  throws StepFailed, IOException {
                return work.run();
              }
            });
    link.carriesMessages();
    return link;
  }
}

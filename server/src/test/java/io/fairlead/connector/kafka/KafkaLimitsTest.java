package io.fairlead.connector.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Workbench;
import io.fairlead.secret.Reveal;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a broker may ask of a probe, at n and at n + 1.
class KafkaLimitsTest {
  /// Every name is this host.
  private record EveryName() implements Dialer {
    @Override
    public List<InetAddress> resolve(String host, Deadline deadline) {
      return List.of(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Override
    public Socket connect(InetAddress target, int port, Deadline deadline) throws StepFailed {
      return new EgressDialer(new EgressPolicy(true, true)).connect(target, port, deadline);
    }

    @Override
    public void checkBeyondTunnel(String host) {}
  }

  private final Workbench workbench =
      new Workbench(new EveryName(), new KafkaType(Reveal.create()));

  @Test
  void brokersThatAreDialledBecauseAnotherNamesThem() throws Exception {
    for (int named : new int[] {Limits.PROBED_BROKERS, Limits.PROBED_BROKERS + 1}) {
      try (TalkativeBroker broker = TalkativeBroker.start(named, 0)) {
        String steps =
            Workbench.read(
                workbench.probe(
                    workbench.connection(
                        "kafka",
                        "broker",
                        "b.test:" + broker.port(),
                        "security_protocol",
                        "PLAINTEXT")));
        assertTrue(steps.contains("metadata: " + named + " brokers\n"), steps);
        assertEquals(
            Limits.PROBED_BROKERS,
            steps.lines().filter(line -> line.startsWith("advertised broker: b")).count(),
            steps);
      }
    }
  }

  @Test
  void roundsOfPasswordHashing() throws Exception {
    // The broker does not know the password: with the most rounds it fails a step later.
    assertEquals(
        "the broker does not prove that it knows the password", signIn(Limits.SCRAM_ITERATIONS));
    assertEquals(
        "the broker asks for too many rounds of password hashing",
        signIn(Limits.SCRAM_ITERATIONS + 1));
  }

  private String signIn(int iterations) throws Exception {
    try (TalkativeBroker broker = TalkativeBroker.start(1, iterations)) {
      String steps =
          Workbench.read(
              workbench.probe(
                  workbench.connection(
                      "kafka",
                      "broker",
                      "b.test:" + broker.port(),
                      "security_protocol",
                      "SASL_PLAINTEXT",
                      "sasl_mechanisms",
                      "SCRAM-SHA-256",
                      "sasl_username",
                      "app",
                      "sasl_password",
                      workbench.secretOf("pencil"))));
      return steps.substring(steps.indexOf("sign in: FAILED ") + 16).strip();
    }
  }
}

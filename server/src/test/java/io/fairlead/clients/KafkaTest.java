package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.Authority;
import io.fairlead.connector.kafka.Cluster;
import io.fairlead.server.RunningServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kafka connections through SQL, against real brokers.
class KafkaTest {
  @TempDir Path folder = Path.of("");

  private static int closedPort() throws Exception {
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closedSoon.getLocalPort();
    }
  }

  @Test
  void brokersComeAndGo() throws Exception {
    try (Cluster cluster = Cluster.start(2, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      List<String> brokers = List.of(cluster.servers().split(","));
      String dead = "127.0.0.1:" + closedPort();

      Sql.Refused refused =
          sql.refused(
              "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
                  .formatted(dead));
      assertEquals("58000", refused.state());
      assertTrue(refused.message().contains("at step \"connect\""), refused.toString());
      assertEquals(List.of(), sql.rows("SHOW CONNECTIONS"));

      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(brokers.getFirst()));
      String id = sql.row("SELECT id FROM mz_connections WHERE name = 'k'");
      assertEquals(
          id + " | {" + brokers.getFirst() + "} | _fairlead-progress-" + id,
          sql.row("SELECT * FROM mz_kafka_connections"));

      sql.execute(
          "ALTER CONNECTION k SET (BROKERS ('%s', '%s'))"
              .formatted(brokers.getFirst(), brokers.getLast()));
      assertEquals(
          "{" + String.join(",", brokers) + "}",
          sql.row("SELECT brokers FROM mz_kafka_connections"));
      String shown = sql.row("SHOW CREATE CONNECTION k");
      assertTrue(shown.contains("BROKERS = ("), shown);
      assertFalse(shown.contains("BROKER ="), shown);

      Sql.Refused wrong = sql.refused("ALTER CONNECTION k SET (BROKER '%s')".formatted(dead));
      assertEquals("58000", wrong.state());
      assertEquals(shown, sql.row("SHOW CREATE CONNECTION k"));
      sql.execute("ALTER CONNECTION k SET (BROKER '%s')".formatted(brokers.getLast()));
      assertEquals(
          "{" + brokers.getLast() + "}", sql.row("SELECT brokers FROM mz_kafka_connections"));
    }
  }

  @Test
  void theProgressTopicStaysAsItWasCreated() throws Exception {
    try (RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      sql.execute(
          """
          CREATE CONNECTION k TO KAFKA
            (BROKER 'h:9092', SECURITY PROTOCOL 'PLAINTEXT', PROGRESS TOPIC 'mine')
            WITH (VALIDATE = false)
          """);
      assertEquals("mine", sql.row("SELECT sink_progress_topic FROM mz_kafka_connections"));
      for (String edit : List.of("SET (PROGRESS TOPIC 'other')", "RESET (PROGRESS TOPIC)")) {
        Sql.Refused refused =
            sql.refused("ALTER CONNECTION k " + edit + " WITH (VALIDATE = false)");
        assertTrue(refused.message().contains("PROGRESS TOPIC"), refused.toString());
      }
      assertEquals("mine", sql.row("SELECT sink_progress_topic FROM mz_kafka_connections"));
    }
  }

  private static final String PLAIN_USERS =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
          + " password=\"admin-secret\" user_admin=\"admin-secret\" user_app=\"right\";";

  private static Cluster withSignInAndTls(Authority authority) throws Exception {
    Authority.Identity identity = authority.issue("localhost");
    return Cluster.start(
        2,
        Map.of(
            "listener.security.protocol.map", "EXTERNAL:SASL_SSL,CONTROLLER:PLAINTEXT",
            "sasl.enabled.mechanisms", "PLAIN",
            "sasl.mechanism.inter.broker.protocol", "PLAIN",
            "listener.name.external.plain.sasl.jaas.config", PLAIN_USERS,
            "ssl.keystore.type", "PEM",
            "ssl.keystore.certificate.chain", identity.certificatePem(),
            "ssl.keystore.key", identity.keyPem(),
            "ssl.truststore.type", "PEM",
            "ssl.truststore.certificates", authority.pem()));
  }

  private static void createTunnel(Sshd sshd, Sql sql) throws Exception {
    sql.execute(
        "CREATE CONNECTION t TO SSH TUNNEL (HOST '127.0.0.1', PORT %d, USER '%s')"
            .formatted(sshd.port(), Sshd.user()));
    sshd.authorize(sql.row("SELECT public_key_1 FROM mz_ssh_tunnel_connections"));
    sql.execute("VALIDATE CONNECTION t");
  }

  @Test
  void oneBrokerThroughATunnelWithTlsAndAPassword() throws Exception {
    Authority authority = new Authority("Kafka authority");
    try (Sshd sshd = Sshd.start(Files.createDirectory(folder.resolve("sshd")));
        Cluster cluster = withSignInAndTls(authority);
        RunningServer server = RunningServer.in(folder.resolve("data"));
        Sql sql = Sql.to(server)) {
      createTunnel(sshd, sql);
      List<String> brokers = List.of(cluster.servers().split(","));
      sql.execute("CREATE SECRET pw AS 'right'");
      sql.execute(
          """
          CREATE CONNECTION k TO KAFKA
            (BROKERS ('%s' USING SSH TUNNEL t, '%s'), SECURITY PROTOCOL 'SASL_SSL',
             SASL MECHANISMS 'PLAIN', SASL USERNAME 'app', SASL PASSWORD SECRET pw,
             SSL CERTIFICATE AUTHORITY '%s')
          """
              .formatted(brokers.getFirst(), brokers.getLast(), authority.pem()));
      String shown = sql.row("SHOW CREATE CONNECTION k");
      assertTrue(shown.contains("'" + brokers.getFirst() + "' USING SSH TUNNEL"), shown);

      sql.execute("ALTER SECRET pw AS 'not-the-right-one'");
      Sql.Refused refused = sql.refused("VALIDATE CONNECTION k");
      assertTrue(refused.message().contains("at step \"sign in\""), refused.toString());
      assertFalse(refused.toString().contains("not-the-right-one"), refused.toString());
      sql.execute("ALTER SECRET pw AS 'right'");

      Sql.Refused stranger =
          sql.refused(
              "ALTER CONNECTION k SET (SSL CERTIFICATE AUTHORITY '%s')"
                  .formatted(new Authority("Somebody else").pem()));
      assertTrue(stranger.message().contains("at step \"TLS\""), stranger.toString());

      sshd.authorize();
      Sql.Refused locked = sql.refused("VALIDATE CONNECTION k");
      assertTrue(locked.message().contains("tunnel t"), locked.toString());
    }
  }

  @Test
  void aTunnelIsAddedToALiveConnectionAndTakenAway() throws Exception {
    try (Sshd sshd = Sshd.start(Files.createDirectory(folder.resolve("sshd")));
        Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder.resolve("data"));
        Sql sql = Sql.to(server)) {
      createTunnel(sshd, sql);
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(cluster.servers()));
      sql.execute("ALTER CONNECTION k SET (SSH TUNNEL t)");
      assertTrue(
          sql.row("SHOW CREATE CONNECTION k").contains("SSH TUNNEL"),
          sql.row("SHOW CREATE CONNECTION k"));
      // That it is used shows when the bastion lets nobody in any more.
      sshd.authorize();
      Sql.Refused locked = sql.refused("VALIDATE CONNECTION k");
      assertTrue(locked.message().contains("tunnel t"), locked.toString());
      sql.execute("ALTER CONNECTION k RESET (SSH TUNNEL)");
      sql.execute("VALIDATE CONNECTION k");
    }
  }
}

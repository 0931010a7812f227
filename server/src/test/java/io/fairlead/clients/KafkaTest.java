package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.kafka.Cluster;
import io.fairlead.server.RunningServer;
import java.net.InetAddress;
import java.net.ServerSocket;
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
}

package io.fairlead.clients;

import static io.fairlead.clients.PipelinesTest.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.connector.kafka.Cluster;
import io.fairlead.server.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sources over topics of real brokers.
class SourcesTest {
  @TempDir Path folder = Path.of("");

  private static void send(Cluster cluster, String topic, byte[]... messages) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (byte[] message : messages) {
      records.add(new ProducerRecord<>(topic, 0, null, message));
    }
    send(cluster, topic, records);
  }

  /// A message without a value.
  private static void sendNothing(Cluster cluster, String topic) throws Exception {
    send(cluster, topic, List.of(new ProducerRecord<>(topic, 0, null, null)));
  }

  private static void send(
      Cluster cluster, String topic, List<ProducerRecord<byte[], byte[]>> records)
      throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", cluster.servers());
    try (Admin admin = Admin.create(properties)) {
      if (!admin.listTopics().names().get().contains(topic)) {
        admin.createTopics(Set.of(new NewTopic(topic, 2, (short) 1))).all().get();
      }
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ProducerRecord<byte[], byte[]> message : records) {
        producer.send(message).get();
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void connection(Sql sql, Cluster cluster) throws SQLException {
    sql.execute(
        "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
            .formatted(cluster.servers().split(",")[0]));
  }

  @Test
  void documentsAreThereAndGoOnAfterARestartAndUnderAnotherConnection() throws Exception {
    try (Cluster cluster = Cluster.start(1, Map.of())) {
      send(cluster, "orders", text("{\"n\": 1,\n \"city\": \"Riga\"}"), text("[2]"), text("\"x\\ny\""));
      try (RunningServer server = RunningServer.in(folder);
          Sql sql = Sql.to(server)) {
        connection(sql, cluster);
        sql.execute(
            "CREATE SOURCE s FROM KAFKA CONNECTION k (TOPIC 'orders') FORMAT JSON"
                + " INCLUDE PARTITION, OFFSET AS place");
        assertEquals("0", sql.row("SELECT count(*) FROM s WHERE place > 99"));
        await(sql, "SELECT count(*), sum(place), max(partition) FROM s", "3 | 3 | 0");
        assertEquals(
            List.of("Riga | 0", "null | 1", "null | 2"),
            sql.rows("SELECT data ->> 'city', place FROM s ORDER BY place"));
        assertEquals("s | Running | True", sql.row("SHOW PIPELINES"));
        assertEquals("s | kafka | null | ", sql.row("SHOW SOURCES"));
        assertEquals(
            "fairlead.public.s | CREATE SOURCE s (data, partition, place) FROM KAFKA CONNECTION k (TOPIC = 'orders')"
                + " FORMAT JSON INCLUDE PARTITION, OFFSET ENVELOPE NONE;",
            sql.row("SHOW CREATE SOURCE s"));
        assertEquals("pipeline | fairlead.public.s", dependants(sql));
        await(sql, "SELECT status, error FROM mz_internal.mz_source_statuses", "running | null");
      }
      send(cluster, "orders", text("{\"n\": 4}"));
      try (RunningServer server = RunningServer.in(folder);
          Sql sql = Sql.to(server)) {
        await(sql, "SELECT count(*), sum(place) FROM s", "4 | 6");
        sql.execute("ALTER CONNECTION k SET (SECURITY PROTOCOL 'SSL') WITH (VALIDATE = false)");
        send(cluster, "orders", text("{\"n\": 5}"));
        await(sql, "SELECT status FROM mz_internal.mz_source_statuses", "stalled");
        sql.execute("ALTER CONNECTION k SET (SECURITY PROTOCOL 'PLAINTEXT')");
        await(sql, "SELECT count(*), sum(place) FROM s", "5 | 10");
        sql.execute("DROP SOURCE s");
        assertEquals(List.of(), sql.rows("SHOW PIPELINES"));
        assertEquals("42P01", sql.refused("SELECT * FROM s").state());
        sql.execute("CREATE TABLE s (n BIGINT)");
        sql.execute("DROP CONNECTION k");
      }
    }
  }

  private static String dependants(Sql sql) throws SQLException {
    String row = sql.row("SHOW DEPENDANTS OF CONNECTION k");
    return row.substring(0, row.indexOf(" | u"));
  }

  @Test
  void textsAndBytesAreWhatWasSent() throws Exception {
    try (Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      connection(sql, cluster);
      send(cluster, "t", text("a\nb \"c\", 'd'"), text(""));
      sendNothing(cluster, "t");
      send(cluster, "t", text("ā"), text("{"));
      sql.execute("CREATE SOURCE t FROM KAFKA CONNECTION k (TOPIC 't') FORMAT TEXT INCLUDE OFFSET");
      await(sql, "SELECT count(*) FROM t", "4");
      assertEquals(
          List.of("a\nb \"c\", 'd' | 0", " | 1", "ā | 3", "{ | 4"),
          sql.rows("SELECT * FROM t ORDER BY \"offset\""));
      sql.execute(
          "CREATE SOURCE late FROM KAFKA CONNECTION k (TOPIC 't', START OFFSET (3)) FORMAT TEXT");
      await(sql, "SELECT count(*), min(text) FROM late", "2 | {");

      send(cluster, "b", new byte[] {0, (byte) 255, '\n'});
      sql.execute("CREATE SOURCE b FROM KAFKA CONNECTION k (TOPIC 'b') FORMAT BYTES");
      await(sql, "SELECT count(*), max(hex(data)) FROM b", "1 | 00FF0A");
      send(cluster, "c", text("1;\"x;y\""), text("2;z"));
      sql.execute(
          "CREATE SOURCE c FROM KAFKA CONNECTION k (TOPIC 'c') FORMAT CSV WITH 2 COLUMNS"
              + " DELIMITED BY ';'");
      await(sql, "SELECT count(*), max(column2) FROM c", "2 | z");

      sql.execute("CREATE SOURCE j FROM KAFKA CONNECTION k (TOPIC 't') FORMAT JSON");
      await(sql, "SELECT status FROM mz_internal.mz_source_statuses WHERE name = 'j'", "stalled");
      assertEquals("0", sql.row("SELECT count(*) FROM j"));
    }
  }

  @Test
  void aNameThatIsTakenLeavesNothingBehind() throws Exception {
    try (RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '127.0.0.1:1', SECURITY PROTOCOL 'PLAINTEXT')"
              + " WITH (VALIDATE = false)");
      sql.execute("CREATE TABLE s (n BIGINT)");
      String create = "CREATE SOURCE s FROM KAFKA CONNECTION k (TOPIC 't') FORMAT JSON";
      assertEquals("42P07", sql.refused(create).state());
      assertEquals(List.of(), sql.rows("SHOW PIPELINES"));
      sql.execute("DROP TABLE s");
      sql.execute("BEGIN");
      assertEquals("25001", sql.refused(create).state());
      sql.execute("ROLLBACK");
      sql.execute(create);
      assertEquals("42710", sql.refused(create).state());
      sql.execute(create.replace("SOURCE", "SOURCE IF NOT EXISTS"));
      assertEquals(List.of(), sql.rows("SELECT * FROM s"));
      sql.execute("DROP TABLE s");
      sql.execute("DROP SOURCE s");
      sql.execute("CREATE TABLE s (n BIGINT)");
      sql.execute("CREATE PIPELINE s AS LOAD DATA LINK k 't' INTO TABLE s FORMAT JSON");
      assertEquals("42809", sql.refused("DROP SOURCE s").state());
      sql.execute("DROP PIPELINE s");
      assertEquals("0", sql.row("SELECT count(*) FROM s"));
      sql.execute("CREATE SCHEMA lab");
      sql.execute(create.replace("SOURCE s", "SOURCE lab.s"));
      assertEquals(List.of(), sql.rows("SELECT data FROM lab.s"));
      sql.execute("DROP SOURCE lab.s");
      assertEquals("42P01", sql.refused("SELECT data FROM lab.s").state());
    }
  }
}

package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.WebServer;
import io.fairlead.connector.kafka.Cluster;
import io.fairlead.connector.schemaregistry.PasswordedRegistry;
import io.fairlead.server.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files and messages of Avro, written by Apache's library, in tables.
class AvroPipelinesTest {
  @TempDir Path folder = Path.of("");

  static final String SCHEMA =
      """
      {"type": "record", "name": "order", "fields": [
        {"name": "n", "type": "long"},
        {"name": "city", "type": ["null", "string"]},
        {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 2}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "raw", "type": "bytes"},
        {"name": "more", "type": {"type": "record", "name": "more", "fields": [
          {"name": "tags", "type": {"type": "array", "items": "string"}}]}}]}
      """;

  static GenericData.Record order(long n) {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    GenericData.Record order = new GenericData.Record(schema);
    order.put("n", n);
    order.put("city", n % 2 == 0 ? null : "c" + n);
    Schema price = schema.getField("price").schema();
    order.put(
        "price",
        new Conversions.DecimalConversion()
            .toBytes(
                new BigDecimal("123456789012345678.90").add(BigDecimal.valueOf(n)),
                price,
                LogicalTypes.fromSchema(price)));
    order.put("at", Instant.parse("2024-01-31T10:00:00Z").getEpochSecond() * 1_000_000 + n);
    order.put("raw", ByteBuffer.wrap(new byte[] {(byte) n, -1}));
    GenericData.Record more = new GenericData.Record(schema.getField("more").schema());
    more.put("tags", List.of("a\nb", "c"));
    order.put("more", more);
    return order;
  }

  static byte[] file(long first, int rows, CodecFactory codec) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<GenericData.Record> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(order(0).getSchema()))) {
      writer.setCodec(codec).create(order(0).getSchema(), out);
      for (int i = 0; i < rows; i++) {
        writer.append(order(first + i));
      }
    }
    return out.toByteArray();
  }

  static byte[] message(long n) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericData.Record>(order(n).getSchema()).write(order(n), encoder);
    encoder.flush();
    return out.toByteArray();
  }

  static void send(Cluster cluster, String topic, byte[]... messages) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", cluster.servers());
    try (Admin admin = Admin.create(properties)) {
      if (!admin.listTopics().names().get().contains(topic)) {
        admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1))).all().get();
      }
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] message : messages) {
        var _ = producer.send(new ProducerRecord<>(topic, message));
      }
      producer.flush();
    }
  }

  @Test
  void filesBecomeRows() throws Exception {
    try (WebServer web = new WebServer();
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      web.put("/in/1.avro", file(1, 2, CodecFactory.deflateCodec(6)));
      web.put("/in/2.avro", file(3, 1, CodecFactory.snappyCodec()));
      sql.execute("CREATE LINK w AS HTTP CONFIG '{}'");
      sql.execute(
          "CREATE TABLE t (n BIGINT, town VARCHAR, price DECIMAL(20, 2), seen TIMESTAMP, raw BLOB,"
              + " digits VARCHAR, tags VARCHAR[], twice BIGINT)");
      String place = "'http://127.0.0.1:" + web.port() + "/in/[1-3].avro'";
      String from = "CREATE PIPELINE p AS LOAD DATA LINK w " + place + " INTO TABLE t FORMAT AVRO";
      sql.execute(
          from
              + " (n <- %::n, town <- city::string, price <- price, seen <- at, raw <- raw,"
              + " digits <- raw, tags <- more::tags, @n <- n) SET twice = @n::BIGINT * 2");
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals(
          List.of(
              "1 | c1 | 123456789012345679.90 | 2024-01-31 10:00:00.000001 | 01FF | 01ff | a\nb+c | 2",
              "2 | null | 123456789012345680.90 | 2024-01-31 10:00:00.000002 | 02FF | 02ff | a\nb+c | 4",
              "3 | c3 | 123456789012345681.90 | 2024-01-31 10:00:00.000003 | 03FF | 03ff | a\nb+c | 6"),
          sql.rows(
              "SELECT n, town, price, seen, hex(raw), digits, array_to_string(tags, '+'), twice FROM t"
                  + " ORDER BY n"));
      byte[] cut = file(4, 100, CodecFactory.nullCodec());
      web.put("/in/3.avro", Arrays.copyOf(cut, cut.length - 20));
      Sql.Refused refused = sql.refused("START PIPELINE p FOREGROUND");
      assertEquals("22000", refused.state(), refused.toString());
      assertTrue(refused.message().startsWith("\"in/3.avro\": "), refused.message());
      assertEquals("3", sql.row("SELECT count(*) FROM t"));
      sql.execute("CREATE TABLE s (n BIGINT, city VARCHAR)");
      sql.execute(from.replace(" p ", " q ").replace(" t ", " s ").replace("[1-3]", "[1-2]"));
      sql.execute("START PIPELINE q FOREGROUND");
      assertEquals("3 | 2", sql.row("SELECT count(*), count(city) FROM s"));
      assertEquals(
          "22023", sql.refused(from.replace(" p ", " r ") + " SCHEMA '\"int\"'").state());
    }
  }

  @Test
  void messagesBecomeRows() throws Exception {
    try (Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      String broker = cluster.servers().split(",")[0];
      send(cluster, "orders", message(1), message(2), new byte[] {1, 2}, message(3));
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(broker));
      sql.execute("CREATE TABLE t (n BIGINT, city VARCHAR DEFAULT 'none')");
      String from =
          "CREATE PIPELINE p AS LOAD DATA LINK k 'orders' MAX_RETRIES_PER_BATCH_PARTITION 0 %s"
              + " INTO TABLE t FORMAT AVRO %s (t.n <- n, city <- city)";
      assertEquals("22023", sql.refused(from.formatted("", "")).state());
      assertEquals("22023", sql.refused(from.formatted("", "SCHEMA '{'")).state());
      sql.execute(from.formatted("", "SCHEMA '" + SCHEMA + "'"));
      assertEquals("22000", sql.refused("TEST PIPELINE p").state());
      sql.execute("START PIPELINE p");
      PipelinesTest.await(sql, "SELECT STATE FROM information_schema.PIPELINES", "Error");
      assertEquals(
          "\"partition 0\": offset 2: it ends in the middle of a value",
          sql.row("SELECT ERROR_MESSAGE FROM information_schema.PIPELINES_ERRORS"));
      assertEquals("0", sql.row("SELECT count(*) FROM t"));
      sql.execute("DROP PIPELINE p");
      sql.execute(from.formatted("SKIP PARSER ERRORS", "SCHEMA '" + SCHEMA + "'"));
      sql.execute("START PIPELINE p FOREGROUND");
      assertEquals(
          List.of("1 | c1", "2 | null", "3 | c3"), sql.rows("SELECT * FROM t ORDER BY n"));
      assertEquals(
          "Warning | 3 | offset 2: it ends in the middle of a value",
          sql.row(
              "SELECT ERROR_TYPE, LOAD_DATA_LINE_NUMBER, LOAD_DATA_LINE"
                  + " FROM information_schema.PIPELINES_ERRORS"));
    }
  }

  /// Behind the number of a schema.
  private static byte[] numbered(int number, byte[] record) {
    return ByteBuffer.allocate(5 + record.length).put((byte) 0).putInt(number).put(record).array();
  }

  private static String answer(String schema) {
    return "{\"schema\": \"" + schema.replace("\"", "\\\"").replace("\n", " ") + "\"}";
  }

  @Test
  void schemasComeFromARegistry() throws Exception {
    Map<String, String> schemas =
        Map.of(
            "GET /schemas/ids/7 HTTP/1.1", answer(SCHEMA),
            "GET /schemas/ids/8 HTTP/1.1",
                answer("{\"type\": \"record\", \"name\": \"o\", \"fields\":"
                    + " [{\"name\": \"n\", \"type\": \"int\"}]}"));
    try (HttpPeer registry =
            HttpPeer.start(new PasswordedRegistry("app", "of the app", schemas));
        Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      String broker = cluster.servers().split(",")[0];
      send(cluster, "orders", numbered(7, message(1)), numbered(8, new byte[] {4}));
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(broker));
      sql.execute("CREATE SECRET pw AS 'of nobody'");
      sql.execute(
          "CREATE CONNECTION r TO CONFLUENT SCHEMA REGISTRY (URL 'http://127.0.0.1:%d',"
                  .formatted(registry.port())
              + " USER 'app', PASSWORD SECRET pw) WITH (VALIDATE = false)");
      sql.execute("CREATE TABLE t (n BIGINT)");
      String from =
          "CREATE PIPELINE p AS LOAD DATA LINK k 'orders' SKIP PARSER ERRORS INTO TABLE t"
              + " FORMAT AVRO SCHEMA REGISTRY CONNECTION %s (n <- n)";
      assertEquals("22023", sql.refused(from.formatted("k")).state());
      sql.execute(from.formatted("r"));
      String shown = sql.row("SHOW CREATE PIPELINE p");
      assertTrue(shown.endsWith("FORMAT AVRO SCHEMA REGISTRY CONNECTION `r` (`n` <- `n`)"), shown);
      assertEquals("2BP01", sql.refused("DROP CONNECTION r").state());
      Sql.Refused refused = sql.refused("START PIPELINE p FOREGROUND");
      assertTrue(
          refused.message().startsWith("a schema cannot be read from the registry: "),
          refused.toString());
      sql.execute("START PIPELINE p");
      sql.execute("ALTER SECRET pw AS 'of the app'");
      PipelinesTest.await(sql, "SELECT count(*), sum(n) FROM t", "2 | 3");
      send(cluster, "orders", numbered(9, message(5)), message(6), numbered(8, new byte[] {6}));
      PipelinesTest.await(sql, "SELECT count(*), sum(n) FROM t", "3 | 6");
      assertEquals(
          List.of(
              "offset 2: the registry has no schema of number 9",
              "offset 3: it does not begin with the number of a schema in a registry"),
          sql.rows(
              "SELECT LOAD_DATA_LINE FROM information_schema.PIPELINES_ERRORS"
                  + " WHERE LOAD_DATA_LINE IS NOT NULL ORDER BY 1"));
    }
  }

  @Test
  void soManySchemasAreKept() throws Exception {
    int most = Limits.AVRO_SCHEMAS;
    try (HttpPeer registry =
            HttpPeer.start((asked, out) -> HttpPeer.write(out, 200, answer("\"int\"")));
        Cluster cluster = Cluster.start(1, Map.of());
        RunningServer server = RunningServer.in(folder);
        Sql sql = Sql.to(server)) {
      String broker = cluster.servers().split(",")[0];
      sql.execute(
          "CREATE CONNECTION k TO KAFKA (BROKER '%s', SECURITY PROTOCOL 'PLAINTEXT')"
              .formatted(broker));
      sql.execute(
          "CREATE CONNECTION r TO CONFLUENT SCHEMA REGISTRY (URL 'http://127.0.0.1:%d')"
                  .formatted(registry.port())
              + " WITH (VALIDATE = false)");
      sql.execute("CREATE TABLE t (n BIGINT)");
      for (int kinds : new int[] {most, most + 1}) {
        byte[][] messages = new byte[kinds + 1][];
        for (int i = 0; i < kinds; i++) {
          messages[i] = numbered(i, new byte[] {2});
        }
        messages[kinds] = numbered(0, new byte[] {2});
        send(cluster, "kinds" + kinds, messages);
        sql.execute(
            "CREATE PIPELINE p AS LOAD DATA LINK k 'kinds%d' INTO TABLE t".formatted(kinds)
                + " FORMAT AVRO SCHEMA REGISTRY CONNECTION r (n <- %)");
        int before = registry.asked().size();
        sql.execute("START PIPELINE p FOREGROUND");
        assertEquals(
            kinds == most ? most : most + 2, registry.asked().size() - before);
        sql.execute("DROP PIPELINE p");
      }
      assertEquals("203 | 203", sql.row("SELECT count(*), sum(n) FROM t"));
    }
  }
}

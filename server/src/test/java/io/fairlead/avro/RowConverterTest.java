package io.fairlead.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Apache's library writes is what we read, and nothing that anybody writes does harm.
class RowConverterTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final RowConverter ALL = new RowConverter(List.of());

  private interface Writing {
    void to(BinaryEncoder encoder) throws IOException;
  }

  private static byte[] written(Writing writing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    writing.to(encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] message(Schema schema, RandomAvro.Value value) throws IOException {
    return written(
        encoder -> new GenericDatumWriter<Object>(schema).write(value.value(), encoder));
  }

  private static byte[] file(Schema schema, List<RandomAvro.Value> values, CodecFactory codec)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DataFileWriter<Object> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(codec).setSyncInterval(64).create(schema, out);
      for (RandomAvro.Value value : values) {
        writer.append(value.value());
      }
    }
    return out.toByteArray();
  }

  private static List<String> rows(RowConverter converter, byte[] file)
      throws IOException, MalformedAvro {
    List<String> rows = new ArrayList<>();
    converter.file(new ByteArrayInputStream(file), rows::add);
    return rows;
  }

  private static JsonNode read(String row) {
    assertTrue(row.indexOf('\n') < 0, row);
    return RandomAvro.comparable(JSON.readTree(row));
  }

  private static long seed() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("seed " + seed);
    return seed;
  }

  private static final List<CodecFactory> CODECS =
      List.of(
          CodecFactory.nullCodec(),
          CodecFactory.deflateCodec(6),
          CodecFactory.snappyCodec(),
          CodecFactory.zstandardCodec(3));

  @Test
  void whatApacheWritesIsRead() throws Exception {
    Random random = new Random(seed());
    for (int i = 0; i < 300; i++) {
      RandomAvro avro = new RandomAvro(random);
      Schema schema = avro.record(3);
      List<RandomAvro.Value> values = new ArrayList<>();
      for (int n = random.nextInt(20); n >= 0; n--) {
        values.add(avro.value(schema));
      }
      AvroSchema ours = AvroSchema.read(schema.toString());
      for (RandomAvro.Value value : values) {
        byte[] message = message(schema, value);
        if (message.length > 0) {
          assertEquals(value.json(), read(ALL.message(ours, message, 0)), schema.toString());
        }
      }
      if (message(schema, values.getFirst()).length > 0) {
        List<String> rows = rows(ALL, file(schema, values, CODECS.get(i % CODECS.size())));
        assertEquals(
            values.stream().map(RandomAvro.Value::json).toList(),
            rows.stream().map(RowConverterTest::read).toList());
      }
    }
  }

  @Test
  void whatIsBrokenIsSaidAndDoesNoHarm() throws Exception {
    Random random = new Random(seed());
    int broken = 0;
    for (int i = 0; i < 3000; i++) {
      RandomAvro avro = new RandomAvro(random);
      Schema schema = avro.record(2);
      RandomAvro.Value value = avro.value(schema);
      byte[] bytes =
          i % 2 == 0
              ? message(schema, value)
              : file(schema, List.of(value, avro.value(schema)), CODECS.get(i / 2 % 4));
      if (bytes.length == 0) {
        continue;
      }
      for (int n = random.nextInt(3); n >= 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      bytes = Arrays.copyOf(bytes, bytes.length - random.nextInt(2) * random.nextInt(bytes.length));
      try {
        if (i % 2 == 0) {
          var _ = ALL.message(AvroSchema.read(schema.toString()), bytes, 0);
        } else {
          var _ = rows(ALL, bytes);
        }
      } catch (MalformedAvro malformed) {
        broken++;
      }
    }
    assertTrue(broken > 500, broken + " were refused");
  }

  private static String of(String schema, Writing writing, String... path) throws Exception {
    return new RowConverter(List.of(new RowConverter.Wanted("c", List.of(path), false)))
        .message(AvroSchema.read(schema), written(writing), 0);
  }

  private static String why(String schema, Writing writing, String... path) {
    return assertThrows(MalformedAvro.class, () -> of(schema, writing, path)).reason();
  }

  private static String logical(String type, String logical) {
    return "{\"type\": \"%s\", \"logicalType\": \"%s\", \"precision\": 9, \"scale\": 2}"
        .formatted(type, logical);
  }

  @Test
  void logicalTypesAreTextsOfTheEngine() throws Exception {
    long moment = 1_706_695_200_123L;
    assertEquals("{\"c\":\"2024-01-31\"}", of(logical("int", "date"), e -> e.writeInt(19_753)));
    assertEquals("{\"c\":\"10:00:00.123\"}", of(logical("int", "time-millis"), e -> e.writeInt(36_000_123)));
    assertEquals("{\"c\":\"2024-01-31T10:00:00.123Z\"}", of(logical("long", "timestamp-millis"), e -> e.writeLong(moment)));
    assertEquals("{\"c\":\"2024-01-31T10:00:00.123456Z\"}", of(logical("long", "timestamp-micros"), e -> e.writeLong(moment * 1000 + 456)));
    assertEquals("{\"c\":\"2024-01-31T10:00:00.123\"}", of(logical("long", "local-timestamp-millis"), e -> e.writeLong(moment)));
    assertEquals("{\"c\":\"-1.29\"}", of(logical("bytes", "decimal"), e -> e.writeBytes(new byte[] {-1, 0x7f})));
    assertEquals("{\"c\":\"ff7f\"}", of("bytes", e -> e.writeBytes(new byte[] {-1, 0x7f})));
    assertEquals("{\"c\":\"NaN\"}", of("double", e -> e.writeDouble(Double.NaN)));
    assertTrue(why(logical("long", "time-micros"), e -> e.writeLong(Long.MAX_VALUE)).contains("out of range"));
    assertTrue(why(logical("int", "time-millis"), e -> e.writeInt(-1)).contains("out of range"));
  }

  private static final String TREE =
      """
      {"type": "record", "name": "a", "namespace": "n", "fields": [
        {"name": "id", "type": ["null", "long"]},
        {"name": "next", "type": ["null", "a"]},
        {"name": "u", "type": ["int", {"type": "map", "values": "string"}]}]}
      """;

  private static Writing node(long id, int branch, Writing next) {
    return encoder -> {
      encoder.writeIndex(1);
      encoder.writeLong(id);
      next.to(encoder);
      encoder.writeIndex(branch);
      if (branch == 0) {
        encoder.writeInt(7);
      } else {
        encoder.writeMapStart();
        encoder.setItemCount(1);
        encoder.startItem();
        encoder.writeString("k");
        encoder.writeString("v");
        encoder.writeMapEnd();
      }
    };
  }

  @Test
  void pathsGoThroughRecordsMapsAndUnions() throws Exception {
    Writing inner = node(2, 1, e -> e.writeIndex(0));
    Writing outer =
        node(
            1,
            0,
            e -> {
              e.writeIndex(1);
              inner.to(e);
            });
    assertEquals("{\"c\":1}", of(TREE, outer, "id"));
    assertEquals("{\"c\":1}", of(TREE, outer, "id", "long"));
    assertEquals("{\"c\":null}", of(TREE, outer, "id", "null"));
    assertEquals("{\"c\":2}", of(TREE, outer, "next", "id"));
    assertEquals("{\"c\":2}", of(TREE, outer, "%", "next", "n.a", "id", "long"));
    assertEquals("{\"c\":null}", of(TREE, outer, "next", "next", "id"));
    assertEquals("{\"c\":7}", of(TREE, outer, "u", "int"));
    assertEquals("{\"c\":null}", of(TREE, outer, "u", "map"));
    assertEquals("{\"c\":\"v\"}", of(TREE, outer, "next", "u", "k"));
    assertEquals("{\"c\":null}", of(TREE, outer, "next", "u", "map", "other"));
    assertEquals(
        "{\"c\":{\"id\":2,\"next\":null,\"u\":{\"k\":\"v\"}}}", of(TREE, outer, "next"));
    assertEquals(
        "the schema has no \"other\" where column \"c\" looks for it",
        why(TREE, outer, "next", "other"));
    assertEquals(
        "{\"c\":null}",
        new RowConverter(List.of(new RowConverter.Wanted("c", List.of("other"), true)))
            .message(AvroSchema.read(TREE), written(outer), 0));
  }

  private static Writing deep(int levels) {
    return levels == 0 ? node(0, 0, e -> e.writeIndex(0)) : node(0, 0, e -> {
      e.writeIndex(1);
      deep(levels - 1).to(e);
    });
  }

  @Test
  void depthHasABound() throws Exception {
    // A record and a union are two levels, and the last one has a number in a union.
    int most = (Limits.AVRO_DEPTH - 2) / 2;
    assertEquals("{\"c\":0}", of(TREE, deep(most), "id"));
    assertTrue(why(TREE, deep(most + 1), "id").contains("deeper than " + Limits.AVRO_DEPTH));
    String open = "{\"type\": \"array\", \"items\": ";
    String nested = open.repeat(Limits.AVRO_DEPTH) + "\"int\"" + "}".repeat(Limits.AVRO_DEPTH);
    var _ = AvroSchema.read(nested);
    assertThrows(MalformedAvro.class, () -> AvroSchema.read(open + nested + "}"));
    assertThrows(MalformedAvro.class, () -> AvroSchema.read("[".repeat(100_000)));
  }

  @Test
  void aRecordHasABound() throws Exception {
    int most = Limits.AVRO_RECORD - 16;
    assertEquals(most + 8, of("string", e -> e.writeBytes(new byte[most])).replace("\\u0000", "0").length());
    assertTrue(why("string", e -> e.writeBytes(new byte[most + 1])).contains("takes more than"));
    assertTrue(why("bytes", e -> e.writeLong(1L << 60)).contains("takes more than"));
    assertEquals("it ends in the middle of a value", why("bytes", e -> e.writeLong(1L << 20)));
    assertTrue(why("bytes", e -> e.writeLong(-5)).contains("negative"));
    String nulls = "{\"type\": \"array\", \"items\": \"null\"}";
    assertTrue(why(nulls, e -> e.writeLong(1L << 60)).contains("takes more than"));
    assertTrue(why(nulls, e -> { e.writeLong(Long.MIN_VALUE); e.writeLong(1); }).contains("negative"));
  }

  @Test
  void schemasHaveBounds() throws Exception {
    String name = "\"" + "x".repeat(Limits.AVRO_SCHEMA - 2) + "\"";
    assertTrue(assertThrows(MalformedAvro.class, () -> AvroSchema.read(name)).reason().startsWith("the schema has no type"));
    assertTrue(assertThrows(MalformedAvro.class, () -> AvroSchema.read(name + " ")).reason().contains("longer than " + Limits.AVRO_SCHEMA));
    String decimal = "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"scale\": %d}";
    assertEquals(Limits.AVRO_SCALE + 10, of(decimal.formatted(Limits.AVRO_SCALE), e -> e.writeBytes(new byte[] {1})).length());
    assertThrows(MalformedAvro.class, () -> AvroSchema.read(decimal.formatted(Limits.AVRO_SCALE + 1)));
    var _ = of(decimal.formatted(0), e -> e.writeBytes(new byte[Limits.AVRO_DECIMAL]));
    assertTrue(why(decimal.formatted(0), e -> e.writeBytes(new byte[Limits.AVRO_DECIMAL + 1])).contains("a decimal has"));
    for (String wrong : List.of("", "x", "{}", "[\"int\", \"int\"]", "[[\"int\"]]", "{\"type\": \"record\", \"fields\": []}", "{\"type\": \"fixed\", \"name\": \"f\", \"size\": -1}", "{\"type\": \"enum\", \"name\": \"e\"}", "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"type\":\"int\"}]}")) {
      assertThrows(MalformedAvro.class, () -> AvroSchema.read(wrong), wrong);
    }
  }

  /// The head of a file of strings.
  private static ByteArrayOutputStream head(String codec, String schema) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {'O', 'b', 'j', 1});
    out.write(
        written(
            e -> {
              e.writeMapStart();
              e.setItemCount(2);
              e.startItem();
              e.writeString("avro.schema");
              e.writeBytes(schema.getBytes(StandardCharsets.UTF_8));
              e.startItem();
              e.writeString("avro.codec");
              e.writeBytes(codec.getBytes(StandardCharsets.UTF_8));
              e.writeMapEnd();
            }));
    out.write(new byte[16]);
    return out;
  }

  private static String whyFile(byte[] file) {
    return assertThrows(MalformedAvro.class, () -> rows(ONE, file)).reason();
  }

  private static final RowConverter ONE =
      new RowConverter(List.of(new RowConverter.Wanted("c", List.of("%"), false)));

  private static byte[] block(String codec, byte[] packed, long count, long size) throws IOException {
    ByteArrayOutputStream out = head(codec, "\"string\"");
    out.write(written(e -> { e.writeLong(count); e.writeLong(size); }));
    out.write(packed);
    out.write(new byte[16]);
    return out.toByteArray();
  }

  private static byte[] snappy(int bytes) throws IOException {
    byte[] packed = Snappy.compress(new byte[bytes]);
    return Arrays.copyOf(packed, packed.length + 4);
  }

  @Test
  void blocksHaveBounds() throws Exception {
    byte[] most = snappy(Limits.AVRO_BLOCK);
    assertEquals(List.of("{\"c\":\"\"}"), rows(ONE, block("snappy", most, 1, most.length)));
    byte[] more = snappy(Limits.AVRO_BLOCK + 1);
    assertTrue(whyFile(block("snappy", more, 1, more.length)).contains("more than " + Limits.AVRO_BLOCK));
    assertTrue(whyFile(block("snappy", new byte[0], 1, Limits.AVRO_BLOCK + 1L)).contains("more than"));
    assertTrue(whyFile(block("snappy", new byte[0], 1, Limits.AVRO_BLOCK)).contains("ends in the middle"));
    assertTrue(whyFile(block("null", new byte[1], 1L << 60, 1)).contains("ends in the middle"));
    assertTrue(whyFile(block("null", new byte[1], 1, 1L << 60)).contains("does not end where"));
    assertTrue(whyFile(block("deflate", new byte[] {-1, -1, -1}, 1, 3)).contains("cannot be unpacked"));
    assertTrue(whyFile(block("lzma", new byte[1], 1, 1)).contains("packed with \"lzma\""));
    assertTrue(whyFile(new byte[] {1, 2, 3}).contains("no file of Avro"));
    ByteArrayOutputStream nulls = head("null", "\"null\"");
    nulls.write(written(e -> { e.writeLong(1L << 60); e.writeLong(0); }));
    assertEquals("a record has no bytes", whyFile(nulls.toByteArray()));
  }
}

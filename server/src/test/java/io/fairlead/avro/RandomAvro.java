package io.fairlead.avro;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Schemas and values of them, for the library of Apache to write, with the JSON that we should read.
final class RandomAvro {
  private static final JsonNodeFactory NODES = JsonMapper.builder().build().getNodeFactory();

  private final Random random;
  private int names;

  RandomAvro(Random random) {
    this.random = random;
  }

  /// @param json what it is as JSON
  record Value(@Nullable Object value, JsonNode json) {}

  Schema record(int depth) {
    List<Schema.Field> fields = new ArrayList<>();
    for (int i = random.nextInt(5) + 1; i > 0; i--) {
      fields.add(new Schema.Field("f" + i, schema(depth - 1)));
    }
    return Schema.createRecord("R" + names++, null, random.nextBoolean() ? "a.b" : null, false, fields);
  }

  private Schema schema(int depth) {
    Schema.Type[] types = Schema.Type.values();
    Schema.Type type = types[random.nextInt(types.length)];
    boolean leaf = depth <= 0;
    return switch (type) {
      case RECORD -> leaf ? Schema.create(Schema.Type.LONG) : record(depth);
      case ARRAY -> Schema.createArray(leaf ? Schema.create(Schema.Type.INT) : schema(depth - 1));
      case MAP -> Schema.createMap(leaf ? Schema.create(Schema.Type.STRING) : schema(depth - 1));
      case ENUM -> Schema.createEnum("E" + names++, null, "e", List.of("A", "B", "C"));
      case FIXED -> Schema.createFixed("F" + names++, null, null, random.nextInt(9) + 1);
      case UNION -> union(depth);
      default -> Schema.create(type);
    };
  }

  private Schema union(int depth) {
    List<Schema> branches = new ArrayList<>(List.of(Schema.create(Schema.Type.NULL)));
    branches.add(Schema.create(random.nextBoolean() ? Schema.Type.STRING : Schema.Type.DOUBLE));
    if (depth > 0 && random.nextBoolean()) {
      branches.add(record(depth - 1));
    }
    return Schema.createUnion(branches);
  }

  Value value(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> new Value(null, NODES.nullNode());
      case BOOLEAN -> {
        boolean value = random.nextBoolean();
        yield new Value(value, NODES.booleanNode(value));
      }
      case INT -> {
        int value = random.nextInt() >> random.nextInt(32);
        yield new Value(value, NODES.numberNode((long) value));
      }
      case LONG -> {
        long value = random.nextLong() >> random.nextInt(64);
        yield new Value(value, NODES.numberNode(value));
      }
      case FLOAT -> {
        float value = random.nextFloat() * 1000;
        yield new Value(value, real(new BigDecimal(String.valueOf(value))));
      }
      case DOUBLE -> {
        double value = random.nextGaussian();
        yield new Value(value, real(new BigDecimal(String.valueOf(value))));
      }
      case STRING -> text();
      case BYTES -> {
        byte[] value = new byte[random.nextInt(20)];
        random.nextBytes(value);
        yield new Value(ByteBuffer.wrap(value), NODES.stringNode(HexFormat.of().formatHex(value)));
      }
      case FIXED -> {
        byte[] value = new byte[schema.getFixedSize()];
        random.nextBytes(value);
        yield new Value(
            new GenericData.Fixed(schema, value),
            NODES.stringNode(HexFormat.of().formatHex(value)));
      }
      case ENUM -> {
        String symbol = schema.getEnumSymbols().get(random.nextInt(3));
        yield new Value(new GenericData.EnumSymbol(schema, symbol), NODES.stringNode(symbol));
      }
      case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case ARRAY -> array(schema);
      case MAP -> map(schema);
      case RECORD -> row(schema);
    };
  }

  private Value text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(List.of(10, 34, 92, 65, 0xe4, 0x4e2d, 0x1f600, 1).get(random.nextInt(8)));
    }
    return new Value(text.toString(), NODES.stringNode(text.toString()));
  }

  private Value array(Schema schema) {
    List<@Nullable Object> values = new ArrayList<>();
    ArrayNode json = NODES.arrayNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      Value item = value(schema.getElementType());
      values.add(item.value());
      json.add(item.json());
    }
    return new Value(values, json);
  }

  private Value map(Schema schema) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    ObjectNode json = NODES.objectNode();
    for (int i = random.nextInt(4); i > 0; i--) {
      Value entry = value(schema.getValueType());
      values.put("k" + i, entry.value());
      json.set("k" + i, entry.json());
    }
    return new Value(values, json);
  }

  private Value row(Schema schema) {
    GenericData.Record row = new GenericData.Record(schema);
    ObjectNode json = NODES.objectNode();
    for (Schema.Field field : schema.getFields()) {
      Value value = value(field.schema());
      row.put(field.name(), value.value());
      json.set(field.name(), value.json());
    }
    return new Value(row, json);
  }

  private static JsonNode real(BigDecimal value) {
    return NODES.stringNode(value.stripTrailingZeros().toPlainString());
  }

  /// JSON with real numbers as their texts, which tell a float from a double.
  static JsonNode comparable(JsonNode json) {
    if (json.isFloatingPointNumber()) {
      return real(json.decimalValue());
    }
    if (json.isIntegralNumber()) {
      return NODES.numberNode(json.longValue());
    }
    if (json.isArray()) {
      ArrayNode items = NODES.arrayNode();
      json.forEach(item -> items.add(comparable(item)));
      return items;
    }
    if (json.isObject()) {
      ObjectNode members = NODES.objectNode();
      json.properties().forEach(member -> members.set(member.getKey(), comparable(member.getValue())));
      return members;
    }
    return json;
  }
}

package io.fairlead.avro;

import io.fairlead.base.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A schema, as it is written in JSON.
public final class AvroSchema {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final AvroType type;

  private AvroSchema(AvroType type) {
    this.type = type;
  }

  AvroType type() {
    return type;
  }

  public static AvroSchema read(String json) throws MalformedAvro {
    if (json.length() > Limits.AVRO_SCHEMA) {
      throw new MalformedAvro(
          "the schema is longer than " + Limits.AVRO_SCHEMA + " characters");
    }
    try {
      String text = json.strip();
      // A schema may be the name of a type, without quotes.
      JsonNode tree = JSON.readTree(text.matches("[a-z]+") ? '"' + text + '"' : text);
      return new AvroSchema(new Reader().type(tree, "", 0));
    } catch (JacksonException e) {
      throw new MalformedAvro("the schema is no JSON");
    }
  }

  /// Reads one schema: names are known from where they are defined on.
  private static final class Reader {
    private final Map<String, AvroType> named = new HashMap<>();

    /// @param space the namespace around it
    AvroType type(JsonNode tree, String space, int depth) throws MalformedAvro {
      if (depth > Limits.AVRO_DEPTH) {
        throw new MalformedAvro("the schema is nested deeper than " + Limits.AVRO_DEPTH);
      }
      if (tree.isString()) {
        return known(tree.stringValue(), "", 0, space);
      }
      if (tree.isArray()) {
        return union(tree, space, depth);
      }
      if (!tree.isObject() || tree.get("type") == null) {
        throw new MalformedAvro("the schema has something that is no type");
      }
      JsonNode type = tree.get("type");
      if (!type.isString()) {
        return type(type, space, depth + 1);
      }
      return switch (type.stringValue()) {
        case "record", "error" -> record(tree, space, depth);
        case "enum" -> symbols(tree, space);
        case "fixed" -> fixed(tree, space);
        case "array" -> new AvroType.Items(type(part(tree, "items"), space, depth + 1));
        case "map" -> new AvroType.Entries(type(part(tree, "values"), space, depth + 1));
        default -> known(type.stringValue(), text(tree, "logicalType"), scale(tree), space);
      };
    }

    private AvroType known(String name, String logical, int scale, String space)
        throws MalformedAvro {
      for (AvroType.Kind kind : AvroType.Kind.values()) {
        if (kind.word.equals(name)) {
          return new AvroType.Primitive(kind, logical, scale);
        }
      }
      AvroType found = named.get(name.contains(".") || space.isEmpty() ? name : space + "." + name);
      found = found == null ? named.get(name) : found;
      if (found == null) {
        throw new MalformedAvro("the schema has no type \"" + shown(name) + "\"");
      }
      return found;
    }

    private AvroType union(JsonNode tree, String space, int depth) throws MalformedAvro {
      List<AvroType> branches = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (JsonNode branch : tree) {
        AvroType type = type(branch, space, depth + 1);
        if (type instanceof AvroType.Union || !names.add(type.name())) {
          throw new MalformedAvro(
              "the schema has a union with two branches of one kind, or a union in it");
        }
        branches.add(type);
      }
      return new AvroType.Union(List.copyOf(branches));
    }

    private AvroType record(JsonNode tree, String space, int depth) throws MalformedAvro {
      String name = define(tree, space);
      AvroType.Fields made = new AvroType.Fields(name);
      named.put(name, made);
      JsonNode fields = part(tree, "fields");
      List<AvroType.Field> all = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (JsonNode field : fields) {
        String fieldName = text(field, "name");
        if (fieldName.isEmpty() || !names.add(fieldName)) {
          throw new MalformedAvro(
              "record \"" + shown(name) + "\" has a field without a name, or one name twice");
        }
        all.add(
            new AvroType.Field(
                fieldName, type(part(field, "type"), spaceOf(name), depth + 1)));
      }
      made.set(all);
      return made;
    }

    private AvroType symbols(JsonNode tree, String space) throws MalformedAvro {
      String name = define(tree, space);
      List<String> symbols = new ArrayList<>();
      for (JsonNode symbol : part(tree, "symbols")) {
        symbols.add(symbol.asString());
      }
      AvroType made = new AvroType.Symbols(name, List.copyOf(symbols));
      named.put(name, made);
      return made;
    }

    private AvroType fixed(JsonNode tree, String space) throws MalformedAvro {
      String name = define(tree, space);
      JsonNode size = part(tree, "size");
      if (!size.isInt() || size.intValue() < 0 || size.intValue() > Limits.AVRO_RECORD) {
        throw new MalformedAvro("fixed \"" + shown(name) + "\" has no possible size");
      }
      AvroType made =
          new AvroType.Fixed(name, size.intValue(), text(tree, "logicalType"), scale(tree));
      named.put(name, made);
      return made;
    }

    private String define(JsonNode tree, String space) throws MalformedAvro {
      String name = text(tree, "name");
      String own = tree.has("namespace") ? text(tree, "namespace") : space;
      String full = name.contains(".") || own.isEmpty() ? name : own + "." + name;
      if (name.isEmpty() || named.containsKey(full)) {
        throw new MalformedAvro(
            "the schema has a type without a name, or \"" + shown(full) + "\" twice");
      }
      return full;
    }

    private static String spaceOf(String full) {
      return full.contains(".") ? full.substring(0, full.lastIndexOf('.')) : "";
    }

    private static JsonNode part(JsonNode tree, String key) throws MalformedAvro {
      JsonNode part = tree.get(key);
      if (part == null) {
        throw new MalformedAvro("the schema has a type without \"" + key + "\"");
      }
      return part;
    }

    private static String text(JsonNode tree, String key) {
      JsonNode part = tree.get(key);
      return part != null && part.isString() ? part.stringValue() : "";
    }

    private static int scale(JsonNode tree) throws MalformedAvro {
      JsonNode scale = tree.get("scale");
      if (scale == null) {
        return 0;
      }
      if (!scale.isInt() || scale.intValue() < 0 || scale.intValue() > Limits.AVRO_SCALE) {
        throw new MalformedAvro("the schema has a decimal with an impossible scale");
      }
      return scale.intValue();
    }
  }

  /// A name for a message.
  static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100).toLowerCase(Locale.ROOT) + "…";
  }
}

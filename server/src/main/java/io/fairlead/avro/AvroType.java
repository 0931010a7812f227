package io.fairlead.avro;

import java.util.List;

/// A type of a schema. A record may contain itself, so its fields are set when all are known.
sealed interface AvroType {
  /// The name by which a union tells it from the others.
  String name();

  /// @param logical the logical type, empty for none
  /// @param scale of a decimal
  record Primitive(Kind kind, String logical, int scale) implements AvroType {
    @Override
    public String name() {
      return kind.word;
    }
  }

  /// The primitive types.
  enum Kind {
    NULL("null"),
    BOOLEAN("boolean"),
    INT("int"),
    LONG("long"),
    FLOAT("float"),
    DOUBLE("double"),
    BYTES("bytes"),
    STRING("string");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  record Field(String name, AvroType type) {}

  /// A record.
  final class Fields implements AvroType {
    private final String name;
    private List<Field> fields = List.of();

    Fields(String name) {
      this.name = name;
    }

    void set(List<Field> all) {
      fields = List.copyOf(all);
    }

    List<Field> fields() {
      return fields;
    }

    @Override
    public String name() {
      return name;
    }
  }

  record Symbols(String name, List<String> symbols) implements AvroType {}

  record Fixed(String name, int bytes, String logical, int scale) implements AvroType {}

  record Items(AvroType item) implements AvroType {
    @Override
    public String name() {
      return "array";
    }
  }

  record Entries(AvroType value) implements AvroType {
    @Override
    public String name() {
      return "map";
    }
  }

  record Union(List<AvroType> branches) implements AvroType {
    @Override
    public String name() {
      return "union";
    }
  }
}

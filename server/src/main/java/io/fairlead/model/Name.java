package io.fairlead.model;

/// Where an object is found: a schema and a name in it. Roles and schemas have no schema (empty).
public record Name(String schema, String object) implements Comparable<Name> {
  /// The database that every client sees; there is only one.
  public static final String DATABASE = "fairlead";

  /// The schema that is there from the start.
  public static final String PUBLIC = "public";

  public static Name global(String object) {
    return new Name("", object);
  }

  public Name withObject(String newName) {
    return new Name(schema, newName);
  }

  /// `fairlead.public.c` as people read it in messages; only global names have one part.
  public String full() {
    return schema.isEmpty() ? object : DATABASE + "." + schema + "." + object;
  }

  @Override
  public int compareTo(Name other) {
    int schemas = schema.compareTo(other.schema);
    return schemas != 0 ? schemas : object.compareTo(other.object);
  }

  @Override
  public String toString() {
    return full();
  }
}

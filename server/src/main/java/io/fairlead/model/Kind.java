package io.fairlead.model;

import java.util.EnumSet;
import java.util.Set;

/// The kinds of catalog objects. Connections and secrets share one namespace in a schema; external
/// tables, stages and functions have one of their own there, since every vendor lets them share names.
public enum Kind {
  CONNECTION("connection"),
  SECRET("secret"),
  ROLE("role"),
  SCHEMA("schema"),
  DEFAULT_PRIVILEGE("default privilege"),
  TOKEN("token"),
  TABLE("table"),
  STAGE("stage"),
  PIPELINE("pipeline"),
  TAG("tag"),
  FUNCTION("function");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /// The word in messages and in catalog relations.
  public String word() {
    return word;
  }

  /// The word in statements.
  public String keyword() {
    return word.toUpperCase(java.util.Locale.ROOT);
  }

  /// Kinds of one group may not share a name; see [Name].
  public Space space() {
    return switch (this) {
      case CONNECTION, SECRET -> Space.ITEM;
      case ROLE -> Space.ROLE;
      case SCHEMA -> Space.SCHEMA;
      case DEFAULT_PRIVILEGE -> Space.DEFAULT_PRIVILEGE;
      case TOKEN -> Space.TOKEN;
      case TABLE -> Space.TABLE;
      case STAGE -> Space.STAGE;
      case PIPELINE -> Space.PIPELINE;
      case TAG -> Space.TAG;
      case FUNCTION -> Space.FUNCTION;
    };
  }

  /// Whether objects of this kind stand in a schema: then who may not use the schema does not see
  /// them.
  public boolean isInSchema() {
    return switch (this) {
      case CONNECTION, SECRET, TABLE, STAGE, PIPELINE, FUNCTION -> true;
      case ROLE, SCHEMA, DEFAULT_PRIVILEGE, TOKEN, TAG -> false;
    };
  }

  /// What can be granted on an object of this kind; nothing on most.
  public Set<Privilege> privileges() {
    return switch (this) {
      case CONNECTION, SECRET -> EnumSet.of(Privilege.USAGE);
      case SCHEMA -> EnumSet.of(Privilege.USAGE, Privilege.CREATE);
      case TABLE -> EnumSet.of(Privilege.SELECT, Privilege.INSERT);
      case STAGE -> EnumSet.of(Privilege.USAGE);
      case FUNCTION -> EnumSet.of(Privilege.EXECUTE);
      case PIPELINE, ROLE, DEFAULT_PRIVILEGE, TOKEN, TAG -> EnumSet.noneOf(Privilege.class);
    };
  }

  /// A namespace: inside it a name is taken once.
  public enum Space {
    ITEM,
    ROLE,
    SCHEMA,
    DEFAULT_PRIVILEGE,
    TOKEN,
    TABLE,
    STAGE,
    PIPELINE,
    TAG,
    FUNCTION
  }
}

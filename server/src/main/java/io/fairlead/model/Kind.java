package io.fairlead.model;

import java.util.EnumSet;
import java.util.Set;

/// The kinds of catalog objects. Connections and secrets share one namespace in a schema.
public enum Kind {
  CONNECTION("connection"),
  SECRET("secret"),
  ROLE("role"),
  SCHEMA("schema"),
  DEFAULT_PRIVILEGE("default privilege"),
  TOKEN("token");

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
    };
  }

  /// What can be granted on an object of this kind; nothing on most.
  public Set<Privilege> privileges() {
    return switch (this) {
      case CONNECTION, SECRET -> EnumSet.of(Privilege.USAGE);
      case SCHEMA -> EnumSet.allOf(Privilege.class);
      case ROLE, DEFAULT_PRIVILEGE, TOKEN -> EnumSet.noneOf(Privilege.class);
    };
  }

  /// A namespace: inside it a name is taken once.
  public enum Space {
    ITEM,
    ROLE,
    SCHEMA,
    DEFAULT_PRIVILEGE,
    TOKEN
  }
}

package io.fairlead.sql;

import io.fairlead.model.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What can be said of an object whatever its kind: dropped, renamed, given to another owner.
/// Each method stands behind the words that name the kind.
public final class ObjectGrammar {
  private ObjectGrammar() {}

  /// `[IF EXISTS] name, … [IF VERSION n] [CASCADE | RESTRICT]`.
  public static Statement.Drop drop(TokenReader in, Kind kind) {
    return drop(in, kind, list -> name(list, kind), Optional.empty());
  }

  /// The same in a dialect with its own way to write names.
  ///
  /// @param family which they must be of; empty for any of the kind
  public static Statement.Drop drop(
      TokenReader in,
      Kind kind,
      Function<TokenReader, ObjectName> name,
      Optional<Listing> family) {
    boolean ifExists = in.accept("IF", "EXISTS");
    List<ObjectName> names = in.list(name);
    Optional<Integer> ifVersion = Optional.empty();
    if (names.size() == 1 && in.accept("IF", "VERSION")) {
      ifVersion = Optional.of(in.positive("the number of a version"));
    }
    boolean cascade = in.accept("CASCADE");
    if (!cascade) {
      in.accept("RESTRICT");
    }
    return new Statement.Drop(kind, names, ifExists, ifVersion, cascade, family);
  }

  /// `[IF EXISTS] name {RENAME TO name | OWNER TO role}`.
  public static Statement alter(TokenReader in, Kind kind) {
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = name(in, kind);
    if (in.accept("RENAME")) {
      return new Statement.Rename(kind, name, ifExists, newName(in));
    }
    if (in.accept("OWNER")) {
      return new Statement.ChangeOwner(kind, name, ifExists, newOwner(in));
    }
    throw in.unexpected("RENAME TO or OWNER TO");
  }

  /// `TO name`, behind RENAME. The new name is one identifier: renaming does not move.
  public static String newName(TokenReader in) {
    in.expect("TO");
    String name = in.identifier("the new name");
    if (in.atSymbol(".")) {
      throw in.unexpected("the end of the statement");
    }
    return name;
  }

  /// `TO role`, behind OWNER.
  public static String newOwner(TokenReader in) {
    in.expect("TO");
    return in.identifier("the name of a role");
  }

  /// The name of an object of this kind; roles and schemas have one part.
  public static ObjectName name(TokenReader in, Kind kind) {
    String what = "the name of a " + kind.word();
    return switch (kind) {
      case CONNECTION, SECRET, TABLE, STAGE, PIPELINE, FUNCTION -> in.objectName(what);
      case ROLE, SCHEMA, DEFAULT_PRIVILEGE, TOKEN, TAG -> {
        int position = in.peek().position();
        yield new ObjectName(null, null, in.identifier(what), position);
      }
    };
  }
}

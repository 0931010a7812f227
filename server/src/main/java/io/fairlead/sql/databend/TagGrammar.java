package io.fairlead.sql.databend;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TagStatement;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// CREATE TAG, and SET TAG and UNSET TAG of what may be marked. Tags are no secrets.
final class TagGrammar {
  private TagGrammar() {}

  static Optional<Statement> create(TokenReader in) {
    if (!in.accept("CREATE", "TAG")) {
      return Optional.empty();
    }
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    String name = in.identifier("the name of a tag");
    List<String> allowed = List.of();
    String comment = "";
    while (!in.atEnd()) {
      if (allowed.isEmpty() && in.accept("ALLOWED_VALUES")) {
        in.acceptSymbol("=");
        boolean bracket = in.acceptSymbol("(");
        allowed = in.list(list -> list.text("a value in quotes"));
        if (bracket) {
          in.expectSymbol(")");
        }
      } else if (comment.isEmpty() && in.accept("COMMENT")) {
        in.acceptSymbol("=");
        comment = in.text("a comment in quotes");
      } else {
        throw in.unexpected("ALLOWED_VALUES or COMMENT");
      }
    }
    return Optional.of(new TagStatement.CreateTag(name, ifNotExists, allowed, comment));
  }

  /// `ALTER {CONNECTION | TABLE | STAGE} [IF EXISTS] name {SET TAG t = 'v', … | UNSET TAG t, …}`; empty
  /// for every other ALTER.
  static Optional<Statement> alter(TokenReader in) {
    Optional<Kind> kind = kind(in);
    if (kind.isEmpty() || !isTagged(in)) {
      return Optional.empty();
    }
    in.next();
    in.next();
    boolean ifExists = in.accept("IF", "EXISTS");
    ObjectName name = ObjectGrammar.name(in, kind.get());
    SortedMap<String, Optional<String>> values = new TreeMap<>();
    boolean sets = in.accept("SET");
    if (!sets) {
      in.expect("UNSET");
    }
    in.expect("TAG");
    do {
      String tag = in.identifier("the name of a tag");
      Optional<String> value = Optional.empty();
      if (sets) {
        in.expectSymbol("=");
        value = Optional.of(in.text("a value in quotes"));
      }
      if (values.put(tag, value) != null) {
        throw in.problem(ProblemKind.SYNTAX, "tag \"" + tag + "\" is named more than once");
      }
    } while (in.acceptSymbol(","));
    return Optional.of(new TagStatement.AlterTags(kind.get(), name, ifExists, values));
  }

  private static Optional<Kind> kind(TokenReader in) {
    if (in.at("ALTER", "CONNECTION")) {
      return Optional.of(Kind.CONNECTION);
    }
    if (in.at("ALTER", "STAGE")) {
      return Optional.of(Kind.STAGE);
    }
    return in.at("ALTER", "TABLE") ? Optional.of(Kind.TABLE) : Optional.empty();
  }

  /// SET TAG stands behind a name of one to three parts.
  private static boolean isTagged(TokenReader in) {
    int ahead = in.peek(2).is("IF") && in.peek(3).is("EXISTS") ? 5 : 3;
    while (in.peek(ahead).isSymbol(".")) {
      ahead += 2;
    }
    return (in.peek(ahead).is("SET") || in.peek(ahead).is("UNSET"))
        && in.peek(ahead + 1).is("TAG");
  }
}

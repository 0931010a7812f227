package io.fairlead.sql.databend;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import io.fairlead.sql.WithClause;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// CREATE CONNECTION, and the REBIND DEPENDANTS that is ours.
final class ConnectionGrammar {
  private final Spellings spellings;
  private final OptionGrammar options;

  ConnectionGrammar(Spellings spellings, OptionGrammar options) {
    this.spellings = spellings;
    this.options = options;
  }

  /// Empty when it is no CREATE of a connection.
  Optional<Statement> create(TokenReader in) {
    boolean orReplace = in.accept("CREATE", "OR", "REPLACE", "CONNECTION");
    if (!orReplace && !in.accept("CREATE", "CONNECTION")) {
      return Optional.empty();
    }
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    if (orReplace && ifNotExists) {
      throw in.problem(ProblemKind.SYNTAX, "OR REPLACE and IF NOT EXISTS exclude each other");
    }
    in.conceal();
    ObjectName name = in.objectName("the name of a connection");
    in.expect("STORAGE_TYPE");
    in.expectSymbol("=");
    String type = spellings.type(in);
    List<OptionEdit.Set> set = options.options(in, Optional.empty());
    WithClause with = WithClause.read(in, WithClause.CREATE);
    Statement.CreateConnection create =
        new Statement.CreateConnection(
            name,
            ifNotExists,
            type,
            set,
            "",
            Optional.of(with.validate().orElse(false)),
            DatabendDialect.NAME);
    return Optional.of(orReplace ? new Statement.ReplaceConnection(create) : create);
  }

  /// `ALTER CONNECTION old REBIND DEPENDANTS TO new [WHERE …]`; empty for every other ALTER.
  Optional<Statement> rebind(TokenReader in) {
    if (!in.at("ALTER", "CONNECTION") || !isRebind(in)) {
      return Optional.empty();
    }
    in.expect("ALTER", "CONNECTION");
    ObjectName from = in.objectName("the name of a connection");
    in.expect("REBIND", "DEPENDANTS", "TO");
    ObjectName to = in.objectName("the name of a connection");
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    Optional<String> schema = Optional.empty();
    Optional<String> like = Optional.empty();
    if (in.accept("WHERE")) {
      do {
        if (in.accept("KIND")) {
          in.expectSymbol("=");
          kinds.add(kind(in));
        } else if (in.accept("DATABASE") || in.accept("SCHEMA")) {
          in.expectSymbol("=");
          schema = Optional.of(in.identifierOrText("the name of a database"));
        } else if (in.accept("NAME")) {
          in.expect("LIKE");
          like = Optional.of(in.text("a pattern in quotes"));
        } else {
          throw in.unexpected("KIND =, DATABASE = or NAME LIKE");
        }
      } while (in.accept("AND"));
    }
    WithClause with = WithClause.read(in, WithClause.CREATE);
    return Optional.of(
        new Statement.RebindDependants(from, to, kinds, schema, like, with.validate()));
  }

  /// REBIND stands behind a name of one to three parts.
  private static boolean isRebind(TokenReader in) {
    for (int behind = 3; behind <= 7; behind += 2) {
      if (in.peek(behind).is("REBIND") && in.peek(behind + 1).is("DEPENDANTS")) {
        return true;
      }
    }
    return false;
  }

  private static Kind kind(TokenReader in) {
    String word = in.identifierOrText("'table' or 'stage'");
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "table" -> Kind.TABLE;
      case "stage" -> Kind.STAGE;
      default -> throw in.problem(ProblemKind.SYNTAX, "KIND is 'table' or 'stage'");
    };
  }
}

package io.fairlead.sql.singlestore;

import io.fairlead.sql.Statement;
import io.fairlead.sql.Statement.Assignment;
import io.fairlead.sql.Statement.Value;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// SET as MySQL writes it: several assignments, scopes, user variables, NAMES, TRANSACTION.
final class SetGrammar {
  private SetGrammar() {}

  static Optional<Statement> statement(TokenReader in) {
    if (!in.accept("SET")) {
      return Optional.empty();
    }
    if (in.atOneOf("ROLE", "PASSWORD") || in.at("SESSION", "AUTHORIZATION")) {
      return Optional.empty();
    }
    List<Assignment> assignments = new ArrayList<>();
    if (isTransaction(in)) {
      transaction(in, assignments);
    } else {
      do {
        assignment(in, assignments);
      } while (in.acceptSymbol(","));
    }
    return Optional.of(new Statement.Assign(assignments));
  }

  private static boolean isTransaction(TokenReader in) {
    return in.at("TRANSACTION")
        || in.at("SESSION", "TRANSACTION")
        || in.at("GLOBAL", "TRANSACTION")
        || in.at("LOCAL", "TRANSACTION");
  }

  private static void transaction(TokenReader in, List<Assignment> assignments) {
    while (!in.accept("TRANSACTION")) {
      in.next();
    }
    do {
      if (in.accept("READ", "ONLY")) {
        assignments.add(text("transaction_read_only", "1"));
      } else if (in.at("READ", "WRITE")) {
        in.accept("READ", "WRITE");
        assignments.add(text("transaction_read_only", "0"));
      } else {
        in.expect("ISOLATION", "LEVEL");
        assignments.add(text("transaction_isolation", level(in)));
      }
    } while (in.acceptSymbol(","));
  }

  private static String level(TokenReader in) {
    if (in.accept("SERIALIZABLE")) {
      return "SERIALIZABLE";
    }
    if (in.accept("REPEATABLE", "READ")) {
      return "REPEATABLE-READ";
    }
    if (in.accept("READ", "COMMITTED")) {
      return "READ-COMMITTED";
    }
    if (in.accept("READ", "UNCOMMITTED")) {
      return "READ-UNCOMMITTED";
    }
    throw in.unexpected("an isolation level");
  }

  private static Assignment text(String name, String value) {
    return new Assignment(name, Optional.of(new Value.Text(value)));
  }

  private static void assignment(TokenReader in, List<Assignment> assignments) {
    if (in.at("NAMES") || in.at("CHARSET") || in.at("CHARACTER", "SET")) {
      names(in, assignments);
      return;
    }
    String name = variable(in);
    in.conceal();
    if (!in.acceptSymbol("=") && !in.acceptSymbol(":=") && !in.accept("TO")) {
      throw in.unexpected("\"=\"");
    }
    assignments.add(
        new Assignment(name, in.accept("DEFAULT") ? Optional.empty() : Optional.of(value(in))));
  }

  private static void names(TokenReader in, List<Assignment> assignments) {
    boolean names = in.accept("NAMES");
    if (!names && !in.accept("CHARSET")) {
      in.expect("CHARACTER", "SET");
    }
    if (in.accept("DEFAULT")) {
      assignments.add(new Assignment("character_set_client", Optional.empty()));
    } else {
      String encoding = in.identifierOrText("a character set");
      assignments.add(text("character_set_client", encoding));
      assignments.add(text("character_set_connection", encoding));
      assignments.add(text("character_set_results", encoding));
    }
    if (names && in.accept("COLLATE")) {
      assignments.add(text("collation_connection", in.identifierOrText("a collation")));
    }
  }

  /// `name`, `SESSION name`, `@@name`, `@@session.name`, `@name`.
  private static String variable(TokenReader in) {
    if (in.acceptSymbol("@@")) {
      scope(in);
      return dotted(in);
    }
    if (in.acceptSymbol("@")) {
      return "@" + dotted(in);
    }
    Token after = in.peek(1);
    boolean named = after.isSymbol("=") || after.isSymbol(":=") || after.is("TO");
    if (!named && in.atOneOf("SESSION", "GLOBAL", "LOCAL", "PERSIST", "PERSIST_ONLY")) {
      in.next();
    }
    return dotted(in);
  }

  private static void scope(TokenReader in) {
    if (in.atOneOf("SESSION", "GLOBAL", "LOCAL") && in.peek(1).isSymbol(".")) {
      in.next();
      in.next();
    }
  }

  private static String dotted(TokenReader in) {
    String name = in.optionName();
    return name.toLowerCase(Locale.ROOT);
  }

  /// A literal or a word as it stands; anything else is an expression.
  private static Value value(TokenReader in) {
    boolean minus = in.atSymbol("-") && in.peek(1).kind() == Token.Kind.NUMBER;
    Token first = in.peek();
    Token after = in.peek(minus ? 2 : 1);
    boolean ends = after.kind() == Token.Kind.END || after.isSymbol(",") || after.isSymbol(";");
    if (ends && (minus || isLiteral(first))) {
      in.acceptSymbol("-");
      return new Value.Text((minus ? "-" : "") + in.next().text());
    }
    if (in.atEnd() || in.atSymbol(",")) {
      throw in.unexpected("a value");
    }
    int depth = 0;
    while (!in.atEnd() && !(depth == 0 && in.atSymbol(","))) {
      Token token = in.next();
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
    }
    return new Value.Expression(in.slice(first));
  }

  private static boolean isLiteral(Token token) {
    return switch (token.kind()) {
      case WORD, QUOTED, TEXT, NUMBER -> true;
      case PARAMETER, SYMBOL, END -> false;
    };
  }
}

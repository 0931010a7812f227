package io.fairlead.sql.postgresql;

import io.fairlead.sql.PrintedName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// SET, RESET, SHOW, DISCARD and DEALLOCATE: what a session keeps for itself.
final class SettingGrammar {
  private static final String WHAT = "the name of a setting";

  /// `SHOW tables` and the like are questions about relations, for the engine.
  private static final Set<String> NO_SETTINGS = Set.of("tables", "databases", "schemas", "views");

  private SettingGrammar() {}

  static Optional<Statement> statement(TokenReader in) {
    if (in.accept("SET")) {
      return Optional.of(set(in));
    }
    if (in.accept("RESET")) {
      return Optional.of(reset(in));
    }
    if (in.accept("SHOW")) {
      return show(in);
    }
    if (in.accept("DISCARD")) {
      if (in.atOneOf("PLANS", "SEQUENCES", "TEMP", "TEMPORARY")) {
        throw PostgresqlDialect.notSupported(in, "only DISCARD ALL is supported");
      }
      in.expect("ALL");
      return Optional.of(new Statement.ResetAll());
    }
    if (in.accept("DEALLOCATE")) {
      in.accept("PREPARE");
      return Optional.of(
          new Statement.Deallocate(
              in.accept("ALL")
                  ? Optional.empty()
                  : Optional.of(in.identifier("the name of a prepared statement"))));
    }
    return Optional.empty();
  }

  private static Statement set(TokenReader in) {
    if (in.accept("SESSION", "CHARACTERISTICS", "AS", "TRANSACTION")) {
      return modes("default_transaction_", in, false);
    }
    boolean local = in.accept("LOCAL");
    if (!local && !isSetting(in) && !in.at("SESSION", "AUTHORIZATION")) {
      in.accept("SESSION");
    }
    if (in.accept("TRANSACTION")) {
      return modes("transaction_", in, true);
    }
    if (in.accept("TIME", "ZONE")) {
      return new Statement.SetVariable("timezone", zone(in), local);
    }
    if (in.accept("NAMES")) {
      Optional<String> encoding = Optional.of(in.text("an encoding"));
      return new Statement.SetVariable("client_encoding", encoding, local);
    }
    if (in.at("SESSION", "AUTHORIZATION") || (in.at("ROLE") && !isSetting(in))) {
      throw PostgresqlDialect.notSupported(in, "a session cannot act as another role")
          .problem()
          .withHint("Sign in as the other role; membership is inherited.")
          .refusal();
    }
    String name = variable(in);
    in.conceal();
    if (!in.accept("TO") && !in.acceptSymbol("=")) {
      throw in.unexpected("TO or \"=\"");
    }
    return new Statement.SetVariable(name, values(in), local);
  }

  /// Whether the word at the cursor is the name of a setting rather than a keyword of SET.
  private static boolean isSetting(TokenReader in) {
    Token after = in.peek(1);
    return after.isSymbol("=") || after.is("TO");
  }

  /// A statement has one effect: when both are said, that of the access mode.
  private static Statement modes(String prefix, TokenReader in, boolean local) {
    TransactionGrammar.Modes modes = TransactionGrammar.modes(in);
    if (modes.readOnly().isPresent()) {
      String value = modes.readOnly().get() ? "on" : "off";
      return new Statement.SetVariable(prefix + "read_only", Optional.of(value), local);
    }
    return new Statement.SetVariable(
        prefix + "isolation", Optional.of(modes.isolation().orElse("serializable")), local);
  }

  private static Optional<String> zone(TokenReader in) {
    return in.accept("LOCAL") || in.accept("DEFAULT") ? Optional.empty() : Optional.of(value(in));
  }

  /// Empty for DEFAULT. Several values are one text with commas, as PostgreSQL keeps them.
  private static Optional<String> values(TokenReader in) {
    if (in.accept("DEFAULT")) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    do {
      values.add(value(in));
    } while (in.acceptSymbol(","));
    return Optional.of(values.size() == 1 ? values.getFirst() : PrintedName.list(values));
  }

  private static String value(TokenReader in) {
    Token token = in.peek();
    boolean minus = token.isSymbol("-");
    if ((minus || token.isSymbol("+")) && in.peek(1).kind() == Token.Kind.NUMBER) {
      in.next();
      return (minus ? "-" : "") + in.next().text();
    }
    return switch (token.kind()) {
      case WORD, QUOTED, TEXT, NUMBER -> in.next().text();
      case PARAMETER, SYMBOL, END -> throw in.unexpected("a value");
    };
  }

  private static Statement reset(TokenReader in) {
    if (in.accept("ALL")) {
      return new Statement.ResetAll();
    }
    if (in.at("ROLE") || in.at("SESSION", "AUTHORIZATION")) {
      throw PostgresqlDialect.notSupported(in, "a session cannot act as another role");
    }
    String name = in.accept("TIME", "ZONE") ? "timezone" : variable(in);
    return new Statement.SetVariable(name, Optional.empty(), false);
  }

  private static Optional<Statement> show(TokenReader in) {
    if (in.accept("TIME", "ZONE")) {
      return Optional.of(new Statement.ShowVariable("timezone"));
    }
    if (in.accept("TRANSACTION", "ISOLATION", "LEVEL")) {
      return Optional.of(new Statement.ShowVariable("transaction_isolation"));
    }
    if (in.accept("SESSION", "AUTHORIZATION")) {
      return Optional.of(new Statement.ShowVariable("session_authorization"));
    }
    if (in.accept("ALL")) {
      return in.atEnd() ? Optional.of(new Statement.ShowVariable("all")) : Optional.empty();
    }
    if (!in.peek().isName() || NO_SETTINGS.contains(in.peek().text())) {
      return Optional.empty();
    }
    String name = variable(in);
    return in.atEnd() ? Optional.of(new Statement.ShowVariable(name)) : Optional.empty();
  }

  /// `name` or `prefix.name`.
  private static String variable(TokenReader in) {
    String name = in.identifier(WHAT);
    return in.acceptSymbol(".") ? name + "." + in.identifier(WHAT) : name;
  }
}

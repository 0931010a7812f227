package io.fairlead.sql.postgresql;

import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.Optional;

/// BEGIN, COMMIT, ROLLBACK and the modes of transactions.
final class TransactionGrammar {
  /// What a list of modes says.
  ///
  /// @param isolation in lower case, `read committed`
  record Modes(Optional<Boolean> readOnly, Optional<String> isolation) {}

  private TransactionGrammar() {}

  static Optional<Statement> statement(TokenReader in) {
    if (in.at("START")) {
      in.accept("START");
      in.expect("TRANSACTION");
      return Optional.of(begin(in));
    }
    if (in.accept("BEGIN")) {
      noise(in);
      return Optional.of(begin(in));
    }
    if (in.accept("COMMIT") || in.accept("END")) {
      return Optional.of(ended(in, new Statement.Commit()));
    }
    if (in.accept("ABORT") || in.accept("ROLLBACK")) {
      return Optional.of(ended(in, new Statement.Rollback()));
    }
    if (in.atOneOf("SAVEPOINT", "RELEASE")) {
      throw PostgresqlDialect.notSupported(in, "savepoints are not supported");
    }
    return Optional.empty();
  }

  private static void noise(TokenReader in) {
    if (!in.accept("TRANSACTION")) {
      in.accept("WORK");
    }
  }

  private static Statement begin(TokenReader in) {
    Modes modes = in.atEnd() ? new Modes(Optional.empty(), Optional.empty()) : modes(in);
    return new Statement.Begin(modes.readOnly().orElse(false));
  }

  private static Statement ended(TokenReader in, Statement statement) {
    if (in.at("PREPARED")) {
      throw PostgresqlDialect.notSupported(in, "two-phase commit is not supported");
    }
    noise(in);
    if (in.at("TO")) {
      throw PostgresqlDialect.notSupported(in, "savepoints are not supported");
    }
    if (in.at("AND", "CHAIN")) {
      throw PostgresqlDialect.notSupported(in, "chained transactions are not supported");
    }
    in.accept("AND", "NO", "CHAIN");
    return statement;
  }

  /// One or more modes; commas between them are optional, and the last of a kind counts.
  static Modes modes(TokenReader in) {
    Optional<Boolean> readOnly = Optional.empty();
    Optional<String> isolation = Optional.empty();
    do {
      if (in.accept("ISOLATION", "LEVEL")) {
        isolation = Optional.of(isolation(in));
      } else if (in.accept("READ", "ONLY")) {
        readOnly = Optional.of(true);
      } else if (in.accept("READ", "WRITE")) {
        readOnly = Optional.of(false);
      } else if (!in.accept("DEFERRABLE") && !in.accept("NOT", "DEFERRABLE")) {
        throw in.unexpected("ISOLATION LEVEL, READ ONLY or READ WRITE");
      }
    } while (in.acceptSymbol(",") || !in.atEnd());
    return new Modes(readOnly, isolation);
  }

  private static String isolation(TokenReader in) {
    if (in.accept("SERIALIZABLE")) {
      return "serializable";
    }
    if (in.accept("REPEATABLE", "READ")) {
      return "repeatable read";
    }
    if (in.accept("READ", "COMMITTED")) {
      return "read committed";
    }
    if (in.accept("READ", "UNCOMMITTED")) {
      return "read uncommitted";
    }
    throw in.unexpected("an isolation level");
  }
}

package io.fairlead.engine.duckdb;

import io.fairlead.model.Name;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Keeps the notes of loaded files right when their tables are dropped, emptied or renamed, in the
/// same commit. As in Databend, TRUNCATE forgets what was loaded, and DELETE does not.
final class LoadHistory {
  private LoadHistory() {}

  /// A statement that DuckDB runs.
  interface Running {
    boolean run() throws SQLException;
  }

  static boolean run(
      LocalStatement statement,
      Connection connection,
      Scope scope,
      boolean inTransaction,
      Running running)
      throws SQLException {
    if (!concerns(statement)) {
      return running.run();
    }
    if (!inTransaction) {
      Database.execute(connection, "BEGIN TRANSACTION");
    }
    boolean committed = false;
    try {
      List<Name> tables = tables(statement, connection, scope);
      boolean rows = running.run();
      change(statement, tables, connection);
      if (!inTransaction) {
        Database.execute(connection, "COMMIT");
      }
      committed = true;
      return rows;
    } finally {
      if (!inTransaction && !committed) {
        PendingFiles.rollBack(connection);
      }
    }
  }

  private static boolean concerns(LocalStatement statement) {
    return switch (statement.verb()) {
      case TRUNCATE -> true;
      case DROP -> statement.object().equals("TABLE");
      case CREATE ->
          statement.object().equals("TABLE")
              && statement.tokens().size() > 1
              && statement.tokens().get(1).isWord("or");
      case ALTER -> statement.object().equals("TABLE") && renamed(statement) > 0;
      default -> false;
    };
  }

  /// Where the new name of the table stands; 0 when it gets none.
  private static int renamed(LocalStatement statement) {
    List<Token> tokens = statement.tokens();
    for (int i = 1; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).isWord("rename") && tokens.get(i + 1).isWord("to")) {
        return i + 2;
      }
    }
    return 0;
  }

  private static List<Name> tables(
      LocalStatement statement, Connection connection, Scope scope) throws SQLException {
    List<Name> tables = new ArrayList<>();
    for (ExternalTargets.Written target : ExternalTargets.targets(statement)) {
      String schema =
          target.schema() == null && statement.verb() == Verb.CREATE
              ? scope.view().schema()
              : target.schema();
      tables.add(LocalTables.named(connection, schema, target.object(), scope));
    }
    return tables;
  }

  private static void change(
      LocalStatement statement, List<Name> tables, Connection connection) throws SQLException {
    if (statement.verb() == Verb.DROP) {
      Loads.forgetGone(connection);
      return;
    }
    for (Name table : tables) {
      if (statement.verb() == Verb.ALTER) {
        String name = statement.tokens().get(renamed(statement)).folded();
        Loads.rename(connection, Loads.key(table), Loads.key(table.withObject(name)));
      } else {
        Loads.forget(connection, Loads.key(table));
      }
    }
  }
}

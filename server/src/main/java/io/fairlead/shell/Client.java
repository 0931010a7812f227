package io.fairlead.shell;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;

/// Sends statements and prints what comes back. One statement at a time; [#cancel] from any thread.
final class Client {
  private static final Set<Integer> NUMBERS =
      Set.of(
          Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.NUMERIC);

  private final Connection connection;
  private final PrintStream out;
  private final PrintStream err;
  private volatile @Nullable Statement running;
  private boolean expanded;

  Client(Connection connection, PrintStream out, PrintStream err) {
    this.connection = connection;
    this.out = out;
    this.err = err;
  }

  /// @return whether the statement succeeded
  boolean run(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      running = statement;
      try {
        boolean rows = statement.execute(sql);
        printNotices(statement);
        printResults(statement, rows);
        return true;
      } catch (PSQLException failure) {
        printNotices(statement);
        err.print(Answer.error(failure, sql));
        return false;
      } finally {
        running = null;
        out.flush();
        err.flush();
      }
    } catch (SQLException failure) {
      err.println("ERROR: " + Table.shown(String.valueOf(failure.getMessage())));
      return false;
    }
  }

  /// A line that begins with a backslash.
  ///
  /// @return false: leave
  boolean command(String line) {
    switch (line.strip()) {
      case "\\q" -> {
        return false;
      }
      case "\\x" -> {
        expanded = !expanded;
        out.println("One value a line is " + (expanded ? "on." : "off."));
      }
      case "\\?" ->
          out.print(
              """
              \\q  leave
              \\x  one value a line, or aligned rows
              \\?  this text
              Everything else is SQL and ends with a semicolon.
              """);
      default -> err.println("Unknown command; \\? lists the commands.");
    }
    return true;
  }

  void cancel() {
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException failure) {
        err.println("The statement could not be cancelled.");
      }
    }
  }

  boolean isLost() {
    try {
      return connection.isClosed();
    } catch (SQLException failure) {
      return true;
    }
  }

  private void printNotices(Statement statement) throws SQLException {
    for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
      if (w instanceof PSQLWarning warning) {
        err.print(Answer.notice(warning));
      }
    }
  }

  private void printResults(Statement statement, boolean rows) throws SQLException {
    boolean more = rows;
    while (true) {
      if (more) {
        try (ResultSet result = statement.getResultSet()) {
          Table table = read(result);
          out.print(expanded ? table.expanded() : table.aligned());
        }
      } else {
        int count = statement.getUpdateCount();
        if (count < 0) {
          return;
        }
        out.println(count == 0 ? "OK" : "OK, " + count + (count == 1 ? " row" : " rows"));
      }
      more = statement.getMoreResults();
    }
  }

  private static Table read(ResultSet result) throws SQLException {
    ResultSetMetaData about = result.getMetaData();
    List<String> names = new ArrayList<>();
    List<Boolean> numeric = new ArrayList<>();
    for (int c = 1; c <= about.getColumnCount(); c++) {
      names.add(about.getColumnLabel(c));
      numeric.add(NUMBERS.contains(about.getColumnType(c)));
    }
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (result.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int c = 1; c <= names.size(); c++) {
        row.add(result.getString(c));
      }
      rows.add(row);
    }
    return new Table(names, numeric, rows);
  }
}

package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.server.RunningServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// One session, for tests that need the outcome of a statement in the next one.
record Sql(Connection connection) implements AutoCloseable {
  static Sql to(RunningServer server) throws SQLException {
    return new Sql(server.connect());
  }

  /// What a refused statement said.
  record Refused(String state, String message, String detail, String hint) {}

  /// @return the notices
  List<String> execute(String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
      List<String> notices = new ArrayList<>();
      SQLWarning warning = statement.getWarnings();
      for (; warning != null; warning = warning.getNextWarning()) {
        notices.add(String.valueOf(warning.getMessage()));
      }
      return notices;
    }
  }

  /// The rows, with ` | ` between the columns.
  List<String> rows(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(rows.getString(i)));
        }
        found.add(String.join(" | ", cells));
      }
      return found;
    }
  }

  /// The only row.
  String row(String query) throws SQLException {
    List<String> rows = rows(query);
    if (rows.size() != 1) {
      throw new AssertionError(query + " gave " + rows);
    }
    return rows.getFirst();
  }

  Refused refused(String text) {
    PSQLException failure = assertThrows(PSQLException.class, () -> execute(text), text);
    ServerErrorMessage said = Objects.requireNonNull(failure.getServerErrorMessage(), text);
    return new Refused(
        String.valueOf(said.getSQLState()),
        String.valueOf(said.getMessage()),
        String.valueOf(said.getDetail()),
        String.valueOf(said.getHint()));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

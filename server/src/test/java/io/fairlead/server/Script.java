package io.fairlead.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/// Runs the cases of one golden file against a server: statements in, what a client sees out.
///
/// `as role` in front of a statement runs it in that role's own session. `${name}` stands for a
/// value of this run, such as a port; such values, key material and times are printed as their names.
public final class Script implements UnaryOperator<String>, AutoCloseable {
  private static final Pattern PUBLIC_KEY = Pattern.compile("AAAA[0-9A-Za-z+/=]{40,}");
  private static final Pattern MILLIS = Pattern.compile("\\b[0-9]+\\.[0-9] ms\\b");
  private static final Pattern INSTANT =
      Pattern.compile("\\b20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9:]{8}(\\.[0-9]+)?(\\+00)?");

  private final RunningServer server;
  private final Map<String, String> values;
  private final Map<String, String> passwords = new LinkedHashMap<>();
  private final Map<String, Connection> sessions = new LinkedHashMap<>();

  /// @param values longer ones first, where one is part of another
  public Script(RunningServer server, Map<String, String> values) {
    this.server = server;
    this.values = values;
    passwords.put("admin", RunningServer.PASSWORD);
  }

  @Override
  public String apply(String input) {
    String text = input;
    String role = "admin";
    if (text.startsWith("as ")) {
      role = text.substring(3, text.indexOf('\n'));
      text = text.substring(text.indexOf('\n') + 1);
    }
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("${" + value.getKey() + "}", value.getValue());
    }
    String outcome;
    try {
      outcome = run(session(role), text);
    } catch (SQLException failure) {
      outcome = error(failure);
    }
    return stable(outcome);
  }

  private Connection session(String role) throws SQLException {
    Connection open = sessions.get(role);
    if (open == null) {
      open = server.connect(role, passwords.getOrDefault(role, role + "-password"));
      sessions.put(role, open);
    }
    return open;
  }

  private static String run(Connection connection, String text) throws SQLException {
    StringBuilder out = new StringBuilder();
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(text);
      SQLWarning warning = statement.getWarnings();
      for (; warning != null; warning = warning.getNextWarning()) {
        out.append("NOTICE ").append(warning.getSQLState());
        out.append(' ').append(message(warning)).append('\n');
      }
      while (rows || statement.getUpdateCount() >= 0) {
        if (rows) {
          print(statement.getResultSet(), out);
        } else {
          out.append("OK\n");
        }
        rows = statement.getMoreResults();
      }
    }
    return out.toString();
  }

  private static String message(SQLWarning warning) {
    ServerErrorMessage message =
        warning instanceof PSQLWarning notice ? notice.getServerErrorMessage() : null;
    return String.valueOf(message == null ? warning.getMessage() : message.getMessage());
  }

  private static void print(ResultSet rows, StringBuilder out) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      names.add(meta.getColumnLabel(i));
    }
    out.append(String.join(" | ", names)).append('\n');
    int count = 0;
    while (rows.next()) {
      List<String> cells = new ArrayList<>();
      for (int i = 1; i <= names.size(); i++) {
        cells.add(cell(rows.getString(i), names.get(i - 1)));
      }
      out.append(String.join(" | ", cells)).append('\n');
      count++;
    }
    out.append('(').append(count).append(count == 1 ? " row)" : " rows)").append('\n');
  }

  private static String cell(@Nullable String value, String column) {
    return value != null && column.endsWith("latency_ms") ? "…" : String.valueOf(value);
  }

  private static String error(SQLException failure) {
    ServerErrorMessage message =
        failure instanceof PSQLException error ? error.getServerErrorMessage() : null;
    if (message == null) {
      return "ERROR " + failure.getSQLState() + " " + failure.getMessage();
    }
    StringBuilder out = new StringBuilder("ERROR ");
    out.append(message.getSQLState()).append(' ').append(message.getMessage());
    out.append(message.getPosition() > 0 ? "\nat " + message.getPosition() : "");
    out.append(message.getDetail() == null ? "" : "\nDETAIL " + message.getDetail());
    out.append(message.getHint() == null ? "" : "\nHINT " + message.getHint());
    return out.toString();
  }

  private String stable(String outcome) {
    String text = outcome;
    for (Map.Entry<String, String> value : values.entrySet()) {
      // A port may have the digits of a SQLSTATE.
      text =
          text.replaceAll(
              "(?<!ERROR )" + Pattern.quote(value.getValue()),
              Matcher.quoteReplacement("${" + value.getKey() + "}"));
    }
    text = PUBLIC_KEY.matcher(text).replaceAll(Matcher.quoteReplacement("AAAA…"));
    text = MILLIS.matcher(text).replaceAll("… ms");
    return INSTANT.matcher(text).replaceAll("(time)");
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : sessions.values()) {
      connection.close();
    }
  }
}

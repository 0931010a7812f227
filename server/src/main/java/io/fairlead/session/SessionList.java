package io.fairlead.session;

import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to SHOW PROCESSLIST. What a session runs is nobody else's business, so it is not told.
final class SessionList {
  static final List<Column> COLUMNS =
      List.of(
          new Column("Id", ColumnType.INT8),
          Column.text("User"),
          Column.text("Host"),
          Column.text("db"),
          Column.text("Command"),
          new Column("Time", ColumnType.INT8),
          Column.text("State"),
          Column.text("Info"));

  private SessionList() {}

  static Reply of(List<OpenSessions.Open> sessions) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (OpenSessions.Open open : sessions) {
      boolean running = open.session().isRunning();
      rows.add(
          new @Nullable Object[] {
            (long) open.client().number(),
            open.role(),
            open.client().address(),
            open.session().schema(),
            running ? "Query" : "Sleep",
            open.session().secondsOpen(open.since()),
            running ? "running" : "",
            null
          });
    }
    return Reply.rows(COLUMNS, rows);
  }
}

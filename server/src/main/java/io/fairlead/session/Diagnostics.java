package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the last statement of a session had to say beside its answer, for SHOW WARNINGS.
final class Diagnostics {
  static final List<Column> COLUMNS =
      List.of(
          Column.text("Level"), new Column("Code", ColumnType.INT4), Column.text("Message"));

  private record Entry(String level, Problem problem) {}

  private final List<Entry> entries = new ArrayList<>();

  void clear() {
    entries.clear();
  }

  void remark(Problem remark) {
    add(remark.kind().warns() ? "Warning" : "Note", remark);
  }

  /// The one that ends the statement; told again with its place in the text, it takes that.
  void error(Problem problem) {
    if (!entries.isEmpty() && entries.getLast().level().equals("Error")) {
      entries.removeLast();
    }
    add("Error", problem);
  }

  private void add(String level, Problem problem) {
    if (entries.size() < Limits.REMARKS_KEPT) {
      entries.add(new Entry(level, problem));
    }
  }

  Reply show(Statement.ShowRemarks show) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Entry entry : entries) {
      if (!show.errorsOnly() || entry.level().equals("Error")) {
        Problem problem = entry.problem();
        rows.add(new Object[] {entry.level(), problem.kind().mysqlNumber(), problem.inOneText()});
      }
    }
    return show.count()
        ? Reply.rows(
            columns(show), List.<@Nullable Object[]>of(new Object[] {(long) rows.size()}))
        : Reply.rows(COLUMNS, rows);
  }

  static List<Column> columns(Statement.ShowRemarks show) {
    String what = show.errorsOnly() ? "error" : "warning";
    return show.count()
        ? List.of(new Column("@@session." + what + "_count", ColumnType.INT8))
        : COLUMNS;
  }
}

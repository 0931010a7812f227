package io.fairlead.session;

import io.fairlead.sql.Column;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Sink;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// SET, RESET and SHOW of a session's variables.
record SettingStatements(Settings settings, Dialects dialects) {
  Reply set(Statement.SetVariable set, Sink sink) {
    if (set.name().equals(Settings.DIALECT)) {
      set.value().ifPresent(dialects::mustKnow);
    }
    if (settings.set(set.name(), set.value())) {
      sink.setting(Settings.spelled(set.name()), settings.get(set.name()));
    }
    return Reply.done(set.value().isPresent() ? "SET" : "RESET");
  }

  Reply assign(Statement.Assign assign, Sink sink) {
    for (Statement.Assignment one : assign.assignments()) {
      set(new Statement.SetVariable(one.name(), one.value().map(this::joined), false), sink);
    }
    return Reply.done("SET");
  }

  private String joined(List<Statement.Piece> pieces) {
    return pieces.stream()
        .map(
            piece ->
                switch (piece) {
                  case Statement.Piece.Text(String text) -> text;
                  case Statement.Piece.Setting(String name) -> settings.get(name);
                })
        .collect(Collectors.joining());
  }

  Reply resetAll(Sink sink) {
    settings.reset();
    settings.reported().forEach(sink::setting);
    return Reply.done("RESET");
  }

  Reply show(Statement.ShowVariable show) {
    if (show.name().equals("all")) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      settings.all().forEach((name, value) -> rows.add(new @Nullable Object[] {name, value}));
      return shown(StatementPlan.ALL_SETTINGS, rows);
    }
    @Nullable Object[] row = {settings.get(show.name())};
    return shown(StatementPlan.settingColumns(show), List.<@Nullable Object[]>of(row));
  }

  private static Reply shown(List<Column> columns, List<@Nullable Object[]> rows) {
    return new Reply("SHOW", columns, rows, List.of());
  }
}

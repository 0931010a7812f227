package io.fairlead.session;

import io.fairlead.sql.Column;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Sink;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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

  /// @param evaluate the value of an expression, as a text
  Reply assign(Statement.Assign assign, UnaryOperator<String> evaluate, Sink sink) {
    for (Statement.Assignment one : assign.assignments()) {
      Optional<String> value =
          one.value()
              .map(
                  given ->
                      switch (given) {
                        case Statement.Value.Text(String text) -> text;
                        case Statement.Value.Expression(String sql) -> evaluate.apply(sql);
                      });
      set(new Statement.SetVariable(one.name(), value, false), sink);
    }
    return Reply.done("SET");
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

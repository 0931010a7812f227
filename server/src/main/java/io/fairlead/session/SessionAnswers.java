package io.fairlead.session;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.model.Name;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Sink;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers statements about a session and its server.
record SessionAnswers(
    ClientSession session,
    SettingStatements variables,
    Diagnostics diagnostics,
    OpenSessions others) {

  Reply of(Statement.SessionStatement statement, Sink sink) {
    return switch (statement) {
      case Statement.Assign assign -> variables.assign(assign, this::evaluate, sink);
      case Statement.UseSchema(String name) -> {
        session.use(name);
        yield Reply.done("USE");
      }
      case Statement.ShowRemarks show -> diagnostics.show(show);
      case Statement.ShowSessions _ ->
          SessionList.of(others.seenBy(session.roleName(), session.isSuperuser()));
      case Statement.ShowStatus show -> others.status(show, session.now().at());
      case Statement.Kill(int number, boolean whole) -> {
        session.kill(number, whole);
        yield Reply.done("KILL");
      }
      case Statement.AboutSchema _ -> throw new IllegalStateException("it is a query by now");
    };
  }

  /// The query that such a statement is in a schema.
  ///
  /// @param current the schema of the session
  Statement query(Statement.AboutSchema about, String current) {
    Optional<String> written = about.schema();
    written.ifPresent(name -> Schemas.mustExist(session.image(), name));
    if (about.table().isEmpty()) {
      return new Statement.Query(about.text().in(written.orElse(current)));
    }
    TableNames names = new TableNames(session);
    Name table = names.found(written.orElse(null), about.table().get());
    if (!names.isThere(table)) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_RELATION, "table \"" + table.full() + "\" does not exist");
    }
    return new Statement.Query(about.text().in(table.schema()));
  }

  /// The value of an expression as a text; NULL is an empty one.
  private String evaluate(String expression) {
    session.park();
    String query = "SELECT CAST((" + expression + ") AS VARCHAR)";
    EngineSession engine = session.engineSession();
    return session.cancellable(
        () -> {
          try (EngineSession.Cursor cursor =
              engine.run(query, List.of(), List.of(), session.view())) {
            List<@Nullable Object[]> rows = cursor.fetch(1);
            Object value = rows.isEmpty() ? null : rows.getFirst()[0];
            return value == null ? "" : (String) value;
          }
        });
  }
}

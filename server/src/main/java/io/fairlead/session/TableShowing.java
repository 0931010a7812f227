package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.command.DescribeTable;
import io.fairlead.command.ShowCreateTable;
import io.fairlead.engine.EngineSession.LocalTable;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;

/// DESC TABLE and SHOW CREATE TABLE. The catalog knows external tables, and the engine all others; a
/// name without a schema is looked for as in a query.
record TableShowing(ClientSession session, StatementPlan plan) {
  Reply describe(Statement.DescribeTable describe) {
    Optional<ObjectName> external = external(describe.name());
    return external.isPresent()
        ? answered(new Statement.DescribeTable(external.get()))
        : DescribeTable.shown(local(describe.name()).columns());
  }

  Reply create(Statement.ShowCreateTable show) {
    Optional<ObjectName> external = external(show.name());
    if (external.isPresent()) {
      return answered(new Statement.ShowCreateTable(external.get()));
    }
    String name = show.name().object();
    String definition =
        local(show.name())
            .definition()
            .orElseThrow(
                () ->
                    refused(
                        Problem.of(
                            ProblemKind.WRONG_OBJECT_KIND, "\"" + name + "\" is not a table")));
    return ShowCreateTable.shown(
        name, "CREATE TABLE " + PrintedName.of(name) + " " + definition, List.of());
  }

  private Reply answered(Statement statement) {
    StatementPlan planned = session.planned(statement, plan.dialect().name());
    return session.change(planned, () -> session.prepare(planned.command(), List.of()));
  }

  private Optional<ObjectName> external(ObjectName written) {
    if (written.schema() != null) {
      return isExternal(written.schema(), written) ? Optional.of(written) : Optional.empty();
    }
    for (String schema : List.of(session.view().schema(), Name.PUBLIC)) {
      if (isExternal(schema, written)) {
        return Optional.of(
            new ObjectName(null, schema, written.object(), written.position()));
      }
    }
    return Optional.empty();
  }

  private boolean isExternal(String schema, ObjectName written) {
    return session
        .view()
        .image()
        .find(Kind.Space.TABLE, new Name(schema, written.object()))
        .isPresent();
  }

  private LocalTable local(ObjectName written) {
    Name name =
        new Name(written.schema() == null ? Name.PUBLIC : written.schema(), written.object());
    session.park();
    return session
        .cancellable(() -> session.engineSession().table(name, session.view()))
        .orElseThrow(
            () ->
                refused(
                    Problem.of(
                            ProblemKind.UNKNOWN_OBJECT,
                            "table \"" + written.object() + "\" does not exist")
                        .at(written.position())));
  }

  private RuntimeException refused(Problem problem) {
    return plan.dialect().voiced(problem).refusal();
  }
}

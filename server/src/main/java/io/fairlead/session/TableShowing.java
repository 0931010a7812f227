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

/// DESC TABLE and SHOW CREATE TABLE. The catalog knows external tables, and the engine all others; a
/// name without a schema is looked for as in a query.
record TableShowing(ClientSession session, StatementPlan plan) {
  Reply describe(Statement.DescribeTable describe) {
    Name name = found(describe.name());
    return isExternal(name)
        ? answered(new Statement.DescribeTable(written(name, describe.name())))
        : DescribeTable.shown(local(name, describe.name()).columns());
  }

  Reply create(Statement.ShowCreateTable show) {
    Name found = found(show.name());
    if (isExternal(found)) {
      return answered(new Statement.ShowCreateTable(written(found, show.name())));
    }
    String name = show.name().object();
    String definition =
        local(found, show.name())
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

  private Name found(ObjectName written) {
    return new TableNames(session).found(written.schema(), written.object());
  }

  private static ObjectName written(Name name, ObjectName as) {
    return new ObjectName(null, name.schema(), name.object(), as.position());
  }

  private boolean isExternal(Name name) {
    return session.view().image().find(Kind.Space.TABLE, name).isPresent();
  }

  private LocalTable local(Name name, ObjectName written) {
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

package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.command.Prepared;
import io.fairlead.engine.Batches;
import io.fairlead.engine.Engine;
import io.fairlead.engine.View;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the engine has to do with CREATE and DROP of a source, which has a table of its own. The
/// catalog's commit comes first; the table follows before the client is told. Where the server stops in
/// between, and on other servers of the same catalog, whoever runs pipelines makes or drops the table.
record SourceMaking(ClientSession session, Engine engine) {
  Reply make(PipelineStatement.CreateSource create, List<@Nullable Object> values) {
    session.park();
    StatementPlan plan = session.planned(create, create.dialect());
    Reply reply =
        session.change(plan, () -> checked(create, session.prepare(plan.command(), values)));
    find(create.name()).ifPresent(source -> begin(source, create));
    return reply;
  }

  /// Refuses a name that a table of the engine has.
  private Prepared checked(PipelineStatement.CreateSource create, Prepared prepared) {
    mustStandAlone("CREATE SOURCE");
    Name name = name(create.name());
    if (prepared instanceof Prepared.Change
        && session.cancellable(
            () -> session.engineSession().hasTable(name, session.view()))) {
      throw Problem.of(
              ProblemKind.RELATION_EXISTS, "table \"" + name.full() + "\" already exists")
          .withHint("A source has a table of its own with its name. Drop it, or take another name.")
          .refusal();
    }
    return prepared;
  }

  /// A source whose table cannot be made is not left behind.
  private void begin(Pipeline source, PipelineStatement.CreateSource create) {
    try (Batches batches = engine.batches()) {
      batches.begin(
          source, new View(session.image(), source.owner(), Name.PUBLIC, Map.of()));
    } catch (RuntimeException failure) {
      Statement drop = new Statement.Drop(Kind.PIPELINE, List.of(create.name()), true, false);
      StatementPlan plan = session.planned(drop, create.dialect());
      session.change(plan, () -> session.prepare(plan.command(), List.of()));
      throw failure;
    }
  }

  /// @param plan of the statement that drops them
  Reply drop(StatementPlan plan, List<@Nullable Object> values) {
    session.park();
    Reply reply =
        session.change(
            plan,
            () -> {
              Prepared prepared = session.prepare(plan.command(), values);
              mustStandAlone("DROP SOURCE");
              return prepared;
            });
    forget();
    return reply;
  }

  /// Nothing depends on it: who follows the catalog tries it too.
  private void forget() {
    try (Batches batches = engine.batches()) {
      batches.keepOnly(this::kept, session.view());
    } catch (Refusal _) {
      // A batch that ends just now is in the way: it goes a moment later.
    }
  }

  private Set<ObjectId> kept() {
    Set<ObjectId> kept = new HashSet<>();
    session.image().all(Kind.Space.PIPELINE).forEach(object -> kept.add(object.id()));
    return kept;
  }

  /// For a statement that was authorised.
  private void mustStandAlone(String statement) {
    if (session.isInBlock()) {
      throw Problem.of(
              ProblemKind.IN_TRANSACTION,
              statement + " cannot be run inside a transaction block")
          .refusal();
    }
  }

  private Optional<Pipeline> find(ObjectName name) {
    return session
        .image()
        .find(Kind.Space.PIPELINE, name(name))
        .map(Pipeline.class::cast)
        .filter(pipeline -> pipeline.own().isPresent());
  }

  private Name name(ObjectName written) {
    String schema = written.schema() == null ? session.schema() : written.schema();
    return new Name(schema, written.object());
  }
}

package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.command.Prepared;
import io.fairlead.engine.EngineSession;
import io.fairlead.model.Schema;
import io.fairlead.sql.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the engine has to do with a statement that drops schemas: it knows which tables stand in them.
/// They fall with CASCADE alone. The catalog's commit comes first, after which nobody can reach them;
/// then the engine drops them.
record SchemaDropping(
    ClientSession session, StatementPlan plan, List<@Nullable Object> values) {
  private static final int NAMED_TABLES = 5;

  Reply drop(boolean cascade) {
    Map<Schema, List<String>> dropped = new LinkedHashMap<>();
    session.park();
    Reply reply =
        session.change(
            plan,
            () -> {
              Prepared prepared = session.prepare(plan.command(), values);
              dropped.clear();
              if (prepared instanceof Prepared.Change(Step<Reply> step)) {
                dropped.putAll(session.cancellable(() -> tables(step)));
                dropped.forEach((schema, tables) -> mayFall(schema, tables, cascade));
              }
              return prepared;
            });
    if (!session.transactions().isOpen()) {
      dropped.keySet().forEach(this::forget);
    }
    List<Problem> notices = new ArrayList<>(reply.notices());
    dropped.values().forEach(tables -> tables.forEach(table -> notices.add(fallen(table))));
    return new Reply(reply.tag(), reply.columns(), reply.rows(), notices);
  }

  /// The tables in each schema that a step would drop.
  private Map<Schema, List<String>> tables(Step<Reply> step) {
    Image image = session.image();
    EngineSession engine = session.engineSession();
    Map<Schema, List<String>> found = new LinkedHashMap<>();
    for (Change change : step.decide(image, session.now()).changes()) {
      if (change instanceof Change.Drop drop && image.get(drop.id()) instanceof Schema schema) {
        found.put(schema, engine.contentOf(schema, session.view()));
      }
    }
    return found;
  }

  private void mayFall(Schema schema, List<String> tables, boolean cascade) {
    if (tables.isEmpty()) {
      return;
    }
    if (!cascade) {
      throw Problem.of(
              ProblemKind.STILL_IN_USE,
              "cannot drop schema \"%s\": still depended upon by %s"
                  .formatted(schema.name().object(), listed(tables)))
          .withHint("DROP … CASCADE drops them too.")
          .refusal();
    }
    if (session.transactions().isOpen()) {
      throw Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "a transaction block cannot drop a schema with tables in it")
          .withHint("Drop it outside of the block.")
          .refusal();
    }
  }

  private static String listed(List<String> tables) {
    String some =
        tables.stream().limit(NAMED_TABLES).collect(Collectors.joining(", "));
    int more = tables.size() - NAMED_TABLES;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  private static Problem fallen(String table) {
    return Problem.of(ProblemKind.DONE, "drop cascades to " + table);
  }

  private void forget(Schema schema) {
    try {
      session.cancellable(
          () -> {
            session.engineSession().drop(schema, session.view());
            return true;
          });
    } catch (Refusal _) {
      // Somebody uses a table at this moment: they stay in the file, where nobody finds them.
    }
  }
}

package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.command.CreateTable;
import io.fairlead.command.Prepared;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the engine has to do with the CREATE of an external table: it knows the columns of a query and
/// of the files that are there, and it writes the first rows.
record TableMaking(ClientSession session) {
  private EngineSession engine() {
    return session.engineSession();
  }

  private View view() {
    return session.view();
  }

  /// The engine looks at the files before, and writes the first rows after. A table that cannot be
  /// filled is not left behind.
  Reply make(Statement.CreateTable create, List<@Nullable Object> values) {
    if (create.query().isPresent() && session.isInBlock()) {
      throw Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "CREATE TABLE … AS of an external table does not run in a transaction block")
          .refusal();
    }
    session.park();
    boolean fills = create.query().isPresent() && !isThere(create);
    Reply reply =
        session.change(
            session.planned(create, create.dialect()), () -> prepared(create, values));
    if (fills) {
      fill(create);
    }
    return reply;
  }

  private Prepared prepared(Statement.CreateTable create, List<@Nullable Object> values) {
    Statement.CreateTable whole = session.cancellable(() -> completed(create));
    Prepared prepared =
        session.prepare(session.planned(whole, create.dialect()).command(), values);
    return prepared instanceof Prepared.Change
        ? session.cancellable(() -> checked(whole, prepared))
        : prepared;
  }

  private void fill(Statement.CreateTable create) {
    String text =
        "INSERT INTO " + PrintedName.of(create.name()) + " " + create.query().orElseThrow();
    try {
      session.cancellable(() -> engine().run(text, List.of(), List.of(), view())).close();
    } catch (RuntimeException failure) {
      Statement drop = new Statement.Drop(Kind.TABLE, List.of(create.name()), true, false);
      StatementPlan plan = session.planned(drop, create.dialect());
      session.change(plan, () -> session.prepare(plan.command(), List.of()));
      throw failure;
    }
  }

  private static FileFormat format(Statement.CreateTable create) {
    return CreateTable.format(create.format(), FileFormat.of(FileFormat.PARQUET));
  }

  /// Empty for a table that the schema's storage gets a new folder for.
  private static @Nullable FileSource files(Statement.CreateTable create) {
    return create.uri().isEmpty()
        ? null
        : new FileSource.At(create.uri(), create.connection());
  }

  /// The statement with all its columns. Waits for the network when they are the files'.
  private Statement.CreateTable completed(Statement.CreateTable create) {
    if (!create.columns().isEmpty() || isThere(create)) {
      return create;
    }
    if (create.query().isPresent()) {
      return with(create, engine().columnsOf(create.query().get(), view()));
    }
    FileSource files = files(create);
    List<TableColumn> found =
        files == null ? List.of() : engine().columnsOf(files, format(create), view());
    if (found.isEmpty()) {
      throw Problem.of(ProblemKind.SYNTAX, "an external table needs its columns")
          .withHint("There is no file yet to take them from.")
          .refusal();
    }
    return with(create, found);
  }

  private static Statement.CreateTable with(
      Statement.CreateTable create, List<TableColumn> columns) {
    return new Statement.CreateTable(
        create.name(),
        create.orReplace(),
        create.ifNotExists(),
        columns,
        create.uri(),
        create.connection(),
        create.format(),
        create.readOnly(),
        create.comment(),
        create.query(),
        create.dialect());
  }

  /// Whether IF NOT EXISTS leaves the table that is there alone.
  private boolean isThere(Statement.CreateTable create) {
    return create.ifNotExists()
        && view().image().find(Kind.Space.TABLE, name(create.name())).isPresent();
  }

  private Name name(ObjectName written) {
    String schema = written.schema() == null ? view().schema() : written.schema();
    return new Name(schema, written.object());
  }

  /// Refuses a name that a table of the engine has, and columns that the files there do not have. For
  /// a statement that was authorised.
  private Prepared checked(Statement.CreateTable create, Prepared prepared) {
    if (engine().hasTable(name(create.name()), view())) {
      throw Problem.of(
              ProblemKind.RELATION_EXISTS,
              "table \"" + name(create.name()).full() + "\" already exists")
          .withHint("It is a table of this server's own. Drop it, or take another name.")
          .refusal();
    }
    FileSource files = files(create);
    if (files != null) {
      engine().mustFit(files, format(create), create.columns(), view());
    }
    return prepared;
  }
}

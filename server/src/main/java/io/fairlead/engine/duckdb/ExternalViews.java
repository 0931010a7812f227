package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.engine.ExternalFiles;
import io.fairlead.engine.View;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Schema;
import io.fairlead.model.TableColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// External tables and functions as DuckDB knows them: a macro each of [FunctionMacros], and a view
/// over a function that names the files when a statement is bound. They, and the schemas where they
/// stand, are brought up to date with the catalog before a statement runs.
///
/// The catalog of DuckDB is one for all sessions, so that it goes forward only: a statement with an
/// older image sees the tables of a newer one, and is refused when it asks for one that its image
/// lacks.
final class ExternalViews implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("io.fairlead.engine");

  /// Bound while views are made: the path that stands for the table's files.
  private static final ScopedValue<Path> DEFINING = ScopedValue.newInstance();

  /// What a view was made of.
  private record Defined(Name name, List<TableColumn> columns, FileFormat format) {
    static Defined of(ExternalTable table) {
      return new Defined(table.name(), table.columns(), table.format());
    }
  }

  /// Behind the session's own schema, and before the system catalog.
  private static final String SHARED = Name.DATABASE + "." + Name.PUBLIC;

  private static final String SYSTEM = "fl.fl_pg,fl.mz_catalog,fl.mz_internal";

  /// Those that have external tables or functions, also where none of the engine's own can be.
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private final EngineSchemas schemas;
  private final Optional<ExternalFiles> files;
  private final ReentrantLock changing = new ReentrantLock();
  private final Map<ObjectId, Defined> views = new HashMap<>();
  private final FunctionMacros functions = new FunctionMacros();
  private @Nullable ScanFolder folder;
  private @Nullable DuckDBConnection connection;
  private volatile long sequence = -1;

  /// @param files empty: there are no external tables
  ExternalViews(Optional<ExternalFiles> files, EngineSchemas schemas) {
    this.files = files;
    this.schemas = schemas;
  }

  EngineSchemas schemas() {
    return schemas;
  }

  ExternalFiles files() {
    return files.orElseThrow(
        () -> Refusal.of(ProblemKind.NOT_SUPPORTED, "external tables are not supported"));
  }

  /// Makes the folder for files; empty where there are none. Before the database opens.
  Optional<Path> prepare() {
    return files.map(
        some -> {
          ScanFolder made = ScanFolder.beside(some.folder());
          folder = made;
          return made.root();
        });
  }

  ScanFolder folder() {
    ScanFolder made = folder;
    if (made == null) {
      throw new IllegalStateException("there are no external tables");
    }
    return made;
  }

  /// @param own a connection for this alone
  void open(DuckDBConnection own) throws SQLException {
    connection = own;
    schemas.open(own);
    FunctionMacros.dropAll(own);
    if (files.isPresent()) {
      dropAll(own);
    }
  }

  /// Views of an earlier process; the tables may be gone meanwhile.
  private static void dropAll(Connection own) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = own.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT schema_name, view_name FROM duckdb_views() WHERE database_name = '"
                    + Name.DATABASE
                    + "' AND contains(sql, '"
                    + ExternalScans.FUNCTION
                    + "(')")) {
      while (rows.next()) {
        names.add(qualified(new Name(rows.getString(1), rows.getString(2))));
      }
    }
    for (String name : names) {
      Database.execute(own, "DROP VIEW IF EXISTS " + name);
    }
  }

  /// Makes, changes and drops views, where an image is newer than the last one. On a native thread.
  void bring(Image image) throws SQLException {
    if (image.sequence() <= sequence) {
      return;
    }
    changing.lock();
    try {
      DuckDBConnection own = connection;
      if (own != null && image.sequence() > sequence) {
        schemas.bring(image, own);
        if (files.isPresent()) {
          bring(image, own);
        }
        functions.bring(image, own);
        used.addAll(functions.schemas());
        sequence = image.sequence();
      }
    } finally {
      changing.unlock();
    }
  }

  private void bring(Image image, Connection own) throws SQLException {
    Map<ObjectId, ExternalTable> now = new HashMap<>();
    image.all(Kind.Space.TABLE).stream()
        .filter(ExternalTable.class::isInstance)
        .map(ExternalTable.class::cast)
        .forEach(table -> now.put(table.id(), table));
    for (Map.Entry<ObjectId, Defined> old : List.copyOf(views.entrySet())) {
      ExternalTable table = now.get(old.getKey());
      if (table == null || !Defined.of(table).equals(old.getValue())) {
        Database.execute(own, "DROP VIEW IF EXISTS " + qualified(old.getValue().name()));
        views.remove(old.getKey());
        if (table == null) {
          Loads.forget(own, old.getKey().toString());
        }
      }
    }
    for (ExternalTable table : now.values()) {
      if (!views.containsKey(table.id())) {
        define(table, own);
      }
    }
  }

  /// A table that DuckDB cannot show must not keep the others away.
  private void define(ExternalTable table, Connection own) {
    try {
      Path empty = makeEmpty(table, own);
      makeSchema(table.name().schema(), own);
      String view = "CREATE VIEW " + qualified(table.name()) + " AS " + FileReading.view(table);
      ScopedValue.where(DEFINING, empty)
          .<Boolean, SQLException>call(
              () -> {
                Database.execute(own, view);
                return true;
              });
      views.put(table.id(), Defined.of(table));
      used.add(table.name().schema());
    } catch (SQLException | RuntimeException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "table \"%s\" cannot be shown to queries: %s"
                  .formatted(table.name(), Failures.of(refused, null, false).getMessage()));
    }
  }

  static void makeSchema(String schema, Connection own) throws SQLException {
    Database.execute(
        own,
        "CREATE SCHEMA IF NOT EXISTS " + Name.DATABASE + "." + Database.quoted(schema));
  }

  /// Where a session finds unqualified names, and makes them: in its schema before `public`, as far as
  /// its role may use them.
  ///
  /// @param now where it looks now
  /// @return where it looks from now on
  String search(Connection session, String now, View view, Access access) throws SQLException {
    List<String> path = new ArrayList<>();
    String own = view.schema();
    boolean known = used.contains(own) || schemas.has(own, view.image());
    if (!own.equals(Name.PUBLIC) && known && access.mayUse(own)) {
      path.add(Name.DATABASE + "." + Database.quoted(own));
    }
    if (!schemas.isHidden(Name.PUBLIC, view.image(), access)) {
      path.add(SHARED);
    }
    path.add(SYSTEM);
    String wanted = String.join(",", path);
    if (!wanted.equals(now)) {
      Database.execute(session, "SET search_path = " + Database.literal(wanted));
    }
    return wanted;
  }

  /// Drops a schema that the catalog has dropped, with its tables.
  void drop(Schema schema) throws SQLException {
    changing.lock();
    try {
      DuckDBConnection own = connection;
      if (own != null) {
        schemas.drop(schema.name().object(), schema.id(), own);
      }
    } finally {
      changing.unlock();
    }
  }

  static String qualified(Name name) {
    return Name.DATABASE
        + "."
        + Database.quoted(name.schema())
        + "."
        + Database.quoted(name.object());
  }

  /// A file without rows: DuckDB reads at least one, and learns the columns of Parquet from it.
  private Path makeEmpty(ExternalTable table, Connection own) throws SQLException {
    Path made = empty(table);
    if (FileReading.isParquet(table.format())) {
      String columns =
          table.columns().stream()
              .map(
                  column ->
                      "NULL::" + column.type() + " AS " + Database.quoted(column.name()))
              .collect(Collectors.joining(", "));
      Database.execute(
          own,
          "COPY (SELECT %s LIMIT 0) TO %s (FORMAT parquet)"
              .formatted(columns, Database.literal(made.toString())));
    } else {
      try {
        Files.deleteIfExists(made);
        Files.createFile(made);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return made;
  }

  Path empty(ExternalTable table) {
    return folder().root().resolve(table.id() + "." + table.format().name());
  }

  /// What the function in the views gives on this thread.
  static String paths(ObjectId table) {
    return DEFINING.isBound()
        ? DEFINING.get().toString()
        : Scope.CURRENT.get().external().files(table);
  }

  @Override
  public void close() throws SQLException {
    if (connection != null) {
      connection.close();
    }
    if (folder != null) {
      folder.close();
    }
  }
}

package io.fairlead.engine.duckdb;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.engine.ConnectionText;
import io.fairlead.engine.View;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBDriver;
import org.duckdb.DuckDBFunctions;
import org.jspecify.annotations.Nullable;

/// Opens DuckDB: users' tables in one attached database, the system catalog in another, settings
/// locked.
///
/// Results are not streamed: DuckDB's driver loses the message of an error in a streamed result,
/// and a client that reads slowly would keep its snapshot open. DuckDB's memory limit bounds a
/// result.
final class Database {
  private Database() {}

  static DuckDBConnection open(
      Optional<Path> file,
      List<Path> readableFolders,
      List<Source<?>> sources,
      ConnectionText text,
      Scopes scopes)
      throws SQLException {
    DuckDBConnection root =
        new DuckDBDriver()
            .connect("jdbc:duckdb:", new Properties())
            .unwrap(DuckDBConnection.class);
    try {
      prepare(root, file, readableFolders, sources, text, scopes);
      return root;
    } catch (SQLException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private static void prepare(
      DuckDBConnection root,
      Optional<Path> file,
      List<Path> readableFolders,
      List<Source<?>> sources,
      ConnectionText text,
      Scopes scopes)
      throws SQLException {
    String tables = file.map(Path::toString).orElse(":memory:");
    execute(root, "ATTACH " + literal(tables) + " AS " + Name.DATABASE);
    execute(root, "CREATE SCHEMA IF NOT EXISTS " + Name.DATABASE + "." + Name.PUBLIC);
    Loads.prepare(root);
    PipelineNotes.prepare(root);
    execute(root, "ATTACH ':memory:' AS " + Dictionary.DATABASE);
    for (Source<?> source : sources) {
      SourceFunction.register(source, root);
    }
    RemoteFunction.register(root);
    scalar(
        root,
        "fl_create_sql",
        scopes,
        (scope, number) -> connectionText(text, scope, number, false));
    scalar(
        root,
        "fl_redacted_create_sql",
        scopes,
        (scope, number) -> connectionText(text, scope, number, true));
    scalar(
        root,
        "fl_link_config",
        scopes,
        (scope, number) ->
            connection(scope, number)
                .map(link -> text.config(scope.view().image(), link))
                .orElse(null));
    scalar(
        root,
        "fl_link_type",
        scopes,
        (scope, number) -> connection(scope, number).map(text::linkType).orElse(null));
    scalar(root, "fl_role_name", scopes, Database::roleName);
    scalar(root, "fl_acl", scopes, Database::accessList);
    questions(root, scopes);
    files(root);
    FunctionCalls.register(root, scopes);
    dictionary(root, scopes);
    settings(root, file, readableFolders);
  }

  /// DuckDB binds a view when it is made, so there has to be something to see.
  private static void dictionary(DuckDBConnection root, Scopes scopes) throws SQLException {
    View nothing = new View(Image.EMPTY, new ObjectId(1), Name.PUBLIC, Map.of());
    Scope scope = scopes.open(nothing, Scopes.access(nothing), 0, null, false);
    try {
      for (String statement : Dictionary.statements()) {
        bound(scope, () -> execute(root, statement));
      }
    } finally {
      scopes.close(scope);
    }
  }

  /// Native work that returns nothing.
  interface Work {
    void run() throws SQLException;
  }

  private static void bound(Scope scope, Work work) throws SQLException {
    ScopedValue.where(Scope.CURRENT, scope)
        .<Boolean, SQLException>call(
            () -> {
              work.run();
              return true;
            });
  }

  private static void settings(
      DuckDBConnection root, Optional<Path> file, List<Path> readableFolders) throws SQLException {
    execute(root, "SET GLOBAL integer_division = true");
    execute(root, "SET GLOBAL TimeZone = 'UTC'");
    execute(root, "SET GLOBAL autoinstall_known_extensions = false");
    execute(root, "SET GLOBAL autoload_known_extensions = false");
    execute(
        root,
        "SET GLOBAL temp_directory = "
            + literal(file.map(path -> path.resolveSibling("engine.tmp").toString()).orElse("")));
    String folders =
        readableFolders.stream()
            .map(folder -> literal(folder.toAbsolutePath().toString()))
            .collect(Collectors.joining(", "));
    execute(root, "SET GLOBAL allowed_directories = [" + folders + "]");
    // Of a file that changes under the same name: holes are filled.
    execute(root, "SET GLOBAL enable_external_file_cache = false");
    execute(root, "SET GLOBAL enable_external_access = false");
    execute(root, "SET GLOBAL lock_configuration = true");
  }

  /// A function of a scope's number and another number that gives a text.
  private static void scalar(
      Connection root,
      String name,
      Scopes scopes,
      BiFunction<Scope, Long, @Nullable String> function)
      throws SQLException {
    try (var builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName(name)
          .withParameters(DuckDBColumnType.BIGINT, DuckDBColumnType.BIGINT)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction(
              (input, output) -> {
                for (long row = 0; row < input.rowCount(); row++) {
                  String value =
                      input.vector(0).isNull(row) || input.vector(1).isNull(row)
                          ? null
                          : function.apply(
                              scopes.get(input.vector(0).getLong(row)),
                              input.vector(1).getLong(row));
                  if (value == null) {
                    output.setNull(row);
                  } else {
                    output.setString(row, value);
                  }
                }
              })
          .register(root);
    }
  }

  /// The function behind external tables. DuckDB calls it on the thread that binds a statement.
  private static void files(Connection root) throws SQLException {
    try (var builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName(ExternalScans.FUNCTION)
          .withParameters(DuckDBColumnType.BIGINT)
          .withReturnType(DuckDBColumnType.VARCHAR)
          .withVectorizedFunction(
              (input, output) -> {
                for (long row = 0; row < input.rowCount(); row++) {
                  ObjectId table = new ObjectId(input.vector(0).getLong(row));
                  output.setString(row, ExternalViews.paths(table));
                }
              })
          .register(root);
    }
  }

  private static @Nullable String connectionText(
      ConnectionText text, Scope scope, long number, boolean redacted) {
    return connection(scope, number)
        .map(connection -> text.create(scope.view().image(), connection, redacted))
        .orElse(null);
  }

  private static Optional<io.fairlead.model.Connection> connection(Scope scope, long number) {
    return scope.view().image().connection(new ObjectId(number));
  }

  private static @Nullable String roleName(Scope scope, long oid) {
    ObjectId id = Sources.idOf(oid);
    return id == null
        ? null
        : scope.view().image().role(id).map(role -> role.name().object()).orElse(null);
  }

  private static @Nullable String accessList(Scope scope, long number) {
    Image image = scope.view().image();
    return image
        .object(new ObjectId(number))
        .map(object -> AccessList.of(image, object))
        .orElse(null);
  }

  /// The function behind `has_…_privilege`.
  private static void questions(Connection root, Scopes scopes) throws SQLException {
    DuckDBColumnType[] parameters = new DuckDBColumnType[7];
    Arrays.fill(parameters, DuckDBColumnType.VARCHAR);
    parameters[0] = DuckDBColumnType.BIGINT;
    try (var builder = DuckDBFunctions.scalarFunction()) {
      builder
          .withName("fl_may")
          .withParameters(parameters)
          .withReturnType(DuckDBColumnType.BOOLEAN)
          .withVectorizedFunction(
              (input, output) -> {
                for (long row = 0; row < input.rowCount(); row++) {
                  Boolean answer = answer(input, row, scopes);
                  if (answer == null) {
                    output.setNull(row);
                  } else {
                    output.setBoolean(row, answer);
                  }
                }
              })
          .register(root);
    }
  }

  private static @Nullable Boolean answer(DuckDBDataChunkReader input, long row, Scopes scopes) {
    String[] texts = new String[7];
    for (int column = 0; column < texts.length; column++) {
      if (input.vector(column).isNull(row)) {
        return null;
      }
      texts[column] = column == 0 ? "" : input.vector(column).getString(row);
    }
    Scope scope = scopes.get(input.vector(0).getLong(row));
    try {
      return new PrivilegeQuestion(texts[1], texts[2], texts[3], texts[4], texts[5], texts[6])
          .answer(scope);
    } catch (Refusal refusal) {
      scope.refused().set(refusal);
      throw refusal;
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}

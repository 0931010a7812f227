package io.fairlead.catalog.store;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Properties;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/// The catalog in a PostgreSQL database, in the connection's schema. Several servers may share it:
/// the row of `head` is locked by whoever appends, and an append on an old head is refused.
public final class PostgresStore extends JdbcStore {
  private static final int CONNECT_SECONDS = 10;
  private static final int ANSWER_SECONDS = 30;
  private static final int LOCK_MILLIS = 10_000;

  /// Taken by the server that makes the tables, so that two do not do it at once.
  private static final long CREATION = 0x464C5244L;

  private final PostgresUrl url;

  private PostgresStore(PostgresUrl url) {
    super(Tables.POSTGRES);
    this.url = url;
  }

  /// Opens the catalog, and makes its tables when there are none.
  ///
  /// @param url `jdbc:postgresql://host:port/database?user=…`
  /// @param fresh the id of the catalog when it is a new one
  /// @throws Refusal when the database cannot be reached, or holds something that this server cannot
  ///     read; nothing in it is changed then
  public static PostgresStore open(String url, UUID fresh, Instant now) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    PostgresStore store = new PostgresStore(parsed);
    try (Connection connection = store.connectToWrite()) {
      store.prepare(connection, fresh, now);
      return store;
    } catch (SQLException e) {
      throw Problem.of(
              ProblemKind.STORE_UNUSABLE, "the catalog in database \"" + parsed + "\" cannot be opened")
          .withDetail("The cause: " + store.describe(e) + ".")
          .refusal();
    }
  }

  @Override
  public boolean isShared() {
    return true;
  }

  private void prepare(Connection connection, UUID fresh, Instant now) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + CREATION + ")");
      switch (tables(statement)) {
        case 0 -> Tables.POSTGRES.create(connection, fresh, now);
        case 6 -> checkFormat(connection, statement);
        default -> throw notACatalog();
      }
    }
    connection.commit();
  }

  /// How many of the tables of the first format there are.
  private static int tables(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"
                + " AND table_name IN"
                + " ('catalog', 'head', 'object', 'history', 'secret_material', 'note')")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private void checkFormat(Connection connection, Statement statement) throws SQLException {
    int format;
    try (ResultSet row = statement.executeQuery("SELECT format FROM catalog")) {
      if (!row.next()) {
        throw notACatalog();
      }
      format = row.getInt(1);
    }
    if (!Tables.canRead(format)) {
      throw SqliteFile.otherFormat("the catalog in database \"" + url + "\"", format);
    }
    if (format < Tables.FORMAT) {
      Tables.POSTGRES.upgrade(connection, format);
    }
  }

  private Refusal notACatalog() {
    return Problem.of(
            ProblemKind.STORE_UNUSABLE,
            "the schema in database \"" + url + "\" is not a catalog, but has tables of its names")
        .withHint("Use a schema of its own, with the parameter currentSchema.")
        .refusal();
  }

  @Override
  Connection connectToWrite() throws SQLException {
    Connection connection = connect();
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  Connection connectToRead() throws SQLException {
    Connection connection = connect();
    connection.setReadOnly(true);
    return connection;
  }

  private Connection connect() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    Properties given = url.properties();
    for (String name : given.stringPropertyNames()) {
      source.setProperty(name, given.getProperty(name));
    }
    source.setServerNames(new String[] {url.host()});
    source.setPortNumbers(new int[] {url.port()});
    source.setDatabaseName(url.database());
    source.setApplicationName("fairlead");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(ANSWER_SECONDS);
    source.setTcpKeepAlive(true);
    // The detail of a failed row is the row itself.
    source.setLogServerErrorDetail(false);
    source.setReWriteBatchedInserts(true);
    source.setOptions("-c lock_timeout=" + LOCK_MILLIS);
    return source.getConnection();
  }

  /// A full disk is reported before the commit counts.
  @Override
  boolean isFull(SQLException failure) {
    return "53100".equals(failure.getSQLState());
  }

  @Override
  boolean isLost(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  @Override
  String describe(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case "28P01", "28000" -> "the database refuses the role or its password";
      case "3D000" -> "the database does not exist";
      default ->
          state.startsWith("08")
              ? "the database cannot be reached"
              : "the database reports SQLSTATE " + state;
    };
  }
}

package io.fairlead.catalog.store;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// The catalog in one SQLite file, `catalog.db` in the data folder. Write-ahead log, and a sync of
/// the disk with each transaction.
public final class SqliteStore extends JdbcStore {
  static final String FILE = "catalog.db";

  /// How far the log grows before its pages move to the file, 64 MiB: a page that changes often then
  /// moves once for many changes.
  private static final int CHECKPOINT_PAGES = 16_384;

  private static final int UNLIMITED_PAGES = 0;

  private final Path file;
  private final FolderLock lock;
  private final int mostPages;

  private SqliteStore(Path file, FolderLock lock, int mostPages) {
    super(Tables.SQLITE);
    this.file = file;
    this.lock = lock;
    this.mostPages = mostPages;
  }

  /// Opens the catalog in `folder`, and makes both when they are not there.
  ///
  /// @param fresh the id of the catalog when it is a new one
  /// @throws Refusal when the folder is in use, or holds something that this server cannot read;
  ///     nothing in it is changed then
  public static SqliteStore open(Path folder, UUID fresh, Instant now) {
    return open(folder, fresh, now, UNLIMITED_PAGES);
  }

  /// @param mostPages how large the file may get; at that size the disk counts as full
  static SqliteStore open(Path folder, UUID fresh, Instant now, int mostPages) {
    Path file = folder.resolve(FILE);
    try {
      if (Files.exists(file)) {
        SqliteFile.check(file);
      }
      if (!Files.exists(folder)) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      FolderLock lock = FolderLock.take(folder);
      try {
        if (Files.exists(file)) {
          SqliteFile.check(file);
        } else {
          create(file, fresh, now);
        }
        SqliteStore store = new SqliteStore(file, lock, mostPages);
        store.start();
        return store;
      } catch (IOException | SQLException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw Problem.of(
              ProblemKind.STORE_UNUSABLE, "the data folder \"" + folder + "\" cannot be used")
          .withDetail(e.getClass().getSimpleName() + ": " + e.getMessage() + ".")
          .withHint("The server needs to read and write in it.")
          .refusal();
    } catch (SQLException e) {
      throw Problem.of(ProblemKind.STORE_UNUSABLE, "the catalog \"" + file + "\" cannot be opened")
          .withDetail("SQLite reports " + code(e).name() + ".")
          .withHint("Restore the data folder from a backup if the file is damaged.")
          .refusal();
    }
  }

  @Override
  public boolean isShared() {
    return false;
  }

  /// Opens what every later call needs, so that a damaged file is noticed now.
  private void start() throws SQLException {
    try (Connection connection = connectToWrite()) {
      upgrade(connection);
      connection.rollback();
    }
    head();
  }

  /// In one transaction, with the number in the file's header. The header in the file itself is
  /// brought up to date at once: whoever looks at it without SQLite shall see the new format.
  private static void upgrade(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int format = format(statement);
      if (format == Tables.FORMAT) {
        return;
      }
      Tables.SQLITE.upgrade(connection, format);
      statement.execute("PRAGMA user_version = " + Tables.FORMAT);
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      connection.setAutoCommit(false);
    }
  }

  private static int format(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /// Makes the file under another name first, so that it is there whole or not at all.
  private static void create(Path file, UUID fresh, Instant now) throws IOException, SQLException {
    Path draft = file.resolveSibling(FILE + ".new");
    Files.deleteIfExists(draft);
    Files.deleteIfExists(draft.resolveSibling(draft.getFileName() + "-journal"));
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    SQLiteConfig config = new SQLiteConfig();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setApplicationId(SqliteFile.APPLICATION);
    config.setUserVersion(Tables.FORMAT);
    try (Connection connection = config.createConnection("jdbc:sqlite:" + draft)) {
      connection.setAutoCommit(false);
      Tables.SQLITE.create(connection, fresh, now);
      connection.commit();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  @Override
  Connection connectToWrite() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    if (mostPages != UNLIMITED_PAGES) {
      config.setMaxPageCount(mostPages);
    }
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  Connection connectToRead() throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /// SQLite reports a full disk before the transaction counts; it is rolled back then.
  @Override
  boolean isFull(SQLException failure) {
    SQLiteErrorCode code = code(failure);
    return code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }

  @Override
  boolean isLost(SQLException failure) {
    return false;
  }

  @Override
  String describe(SQLException failure) {
    return "SQLite reports " + code(failure).name();
  }

  private static SQLiteErrorCode code(SQLException failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof org.sqlite.SQLiteException exact) {
        return exact.getResultCode();
      }
    }
    return SQLiteErrorCode.getErrorCode(failure.getErrorCode());
  }

  @Override
  public void close() {
    super.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

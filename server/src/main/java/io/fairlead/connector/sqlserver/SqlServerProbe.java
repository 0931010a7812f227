package io.fairlead.connector.sqlserver;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Login;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.Quietly;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The steps of a person who tries a SQL Server: resolve, connect, sign in (with TLS in the midst
/// of it, as the protocol has it), and what replication would need.
final class SqlServerProbe {
  private static final String REPLICATION =
      """
      SELECT is_cdc_enabled, snapshot_isolation_state
        FROM sys.databases WHERE database_id = DB_ID()\
      """;

  private final SqlServerConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  SqlServerProbe(SqlServerConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    Socket socket = attempt.dial(config.endpoint(), config.via());
    try {
      Connection connection = attempt.step("sign in", () -> signIn(socket));
      try {
        attempt.step("replication", () -> checkReplication(connection));
      } finally {
        close(connection);
      }
    } finally {
      Quietly.close(socket);
    }
  }

  private Connection signIn(Socket socket) throws StepFailed {
    if (config.tls().isEmpty()) {
      return connect(socket);
    }
    String host = config.endpoint().host();
    return ScopedValue.where(
            PreparedTrust.CURRENT, config.tls().get().trust(host, attempt, permission))
        .call(() -> connect(socket));
  }

  private Connection connect(Socket socket) throws StepFailed {
    Login login = config.login().read(attempt, permission);
    Properties properties = DriverProperties.of(config, login, attempt.deadline().leftMillis());
    try {
      Connection connection =
          PreparedSocket.during(
              socket, () -> new SQLServerDriver().connect("jdbc:sqlserver://", properties));
      DatabaseMetaData server = connection.getMetaData();
      attempt.note("SQL Server " + server.getDatabaseMajorVersion());
      attempt.serverVersion(
          "SQL Server "
              + server.getDatabaseMajorVersion()
              + "."
              + server.getDatabaseMinorVersion());
      return connection;
    } catch (SQLException failure) {
      throw SignInFailures.cause(failure, config, attempt.deadline());
    } catch (RuntimeException broken) {
      // The driver reads what a peer sends without looking whether it can be.
      throw SignInFailures.notSqlServer(config);
    }
  }

  /// Nothing that exists here replicates yet, and many who use this connection never will. So a
  /// database that cannot be followed passes, with a note that says what is missing.
  private boolean checkReplication(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(REPLICATION)) {
      if (!row.next()) {
        throw new SQLException("no row");
      }
      attempt.note(replicationNote(row.getBoolean(1), row.getInt(2)));
      return true;
    } catch (SQLException | RuntimeException unknown) {
      attempt.note("the server does not tell whether its changes can be captured");
      return false;
    }
  }

  private static String replicationNote(boolean captures, int snapshots) {
    List<String> missing = new ArrayList<>();
    if (!captures) {
      missing.add("change data capture is not enabled in the database");
    }
    // 0 is off, 1 is on, 2 and 3 are on the way to them.
    if (snapshots != 1) {
      missing.add("snapshot isolation is not allowed in the database");
    }
    return missing.isEmpty() ? "ready for change data capture" : String.join("; ", missing);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException given) {
      // It is gone either way.
    }
  }
}

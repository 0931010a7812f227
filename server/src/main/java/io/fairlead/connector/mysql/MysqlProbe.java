package io.fairlead.connector.mysql;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.Login;
import io.fairlead.connector.PreparedSocket;
import io.fairlead.connector.Quietly;
import io.fairlead.connector.StepFailed;
import io.fairlead.secret.Reveal;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/// The steps of a person who tries a MySQL or MariaDB server: resolve, connect, sign in (with TLS
/// in the midst of it, as the protocol has it), and what replication would need.
final class MysqlProbe {
  private final MysqlConfig config;
  private final Attempt attempt;
  private final Reveal permission;

  MysqlProbe(MysqlConfig config, Attempt attempt, Reveal permission) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
  }

  void run() throws StepFailed {
    Socket socket = attempt.dial(config.endpoint(), config.via());
    try {
      Connection connection = attempt.step("sign in", () -> signIn(socket));
      try {
        attempt.step("replication", () -> BinaryLog.check(connection, attempt));
      } finally {
        close(connection);
      }
    } finally {
      Quietly.close(socket);
    }
  }

  private Connection signIn(Socket socket) throws StepFailed {
    if (config.aws().isPresent()) {
      throw noIamYet();
    }
    if (config.tls().isEmpty()) {
      return connect(socket, Optional.empty());
    }
    PreparedTls.Offer offer =
        new PreparedTls.Offer(
            config.tls().get().layer(config.endpoint().host(), attempt, permission));
    return ScopedValue.where(PreparedTls.CURRENT, offer)
        .call(() -> connect(socket, Optional.of(offer)));
  }

  static StepFailed noIamYet() {
    return new StepFailed(
        "signing in with AWS IAM is not built yet",
        "Use PASSWORD, or make the connection WITH (VALIDATE = false).");
  }

  private Connection connect(Socket socket, Optional<PreparedTls.Offer> tls) throws StepFailed {
    Login login = config.login().read(attempt, permission);
    Properties properties = DriverProperties.of(config, login, attempt.deadline().leftMillis());
    String url = "jdbc:mariadb://" + PreparedSocket.NOWHERE + "/";
    try {
      Connection connection =
          PreparedSocket.during(socket, () -> new Driver().connect(url, properties));
      DatabaseMetaData server = connection.getMetaData();
      String encrypted = tls.map(offer -> " over " + offer.protocol()).orElse("");
      attempt.note(product(server) + " " + version(server) + encrypted);
      attempt.serverVersion(product(server) + " " + version(server));
      return connection;
    } catch (SQLException failure) {
      if (tls.isPresent() && !tls.get().isTaken() && SignInFailures.isProtocol(failure)) {
        throw new StepFailed(
                "the server does not support TLS",
                "Set up TLS at the server, or SSL MODE to DISABLED.")
            .at("TLS");
      }
      throw SignInFailures.cause(failure, config, attempt.deadline());
    } catch (RuntimeException broken) {
      // The driver reads what a peer sends without looking whether it can be.
      throw SignInFailures.notMysql();
    }
  }

  private static String product(DatabaseMetaData server) throws SQLException {
    return BinaryLog.isMariaDb(server) ? "MariaDB" : "MySQL";
  }

  private static String version(DatabaseMetaData server) throws SQLException {
    return server.getDatabaseMajorVersion() + "." + server.getDatabaseMinorVersion();
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException given) {
      // It is gone either way.
    }
  }
}

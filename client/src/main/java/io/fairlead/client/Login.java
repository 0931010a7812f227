package io.fairlead.client;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Signs in to what a connection leads to: as the answer says, then with its fallback, then, where
/// the secret has changed meanwhile, once more.
final class Login {
  private static final Map<String, String> DRIVERS =
      Map.of(
          "postgresql", "org.postgresql:postgresql",
          "mysql", "com.mysql:mysql-connector-j",
          "mariadb", "org.mariadb.jdbc:mariadb-java-client",
          "sqlserver", "com.microsoft.sqlserver:mssql-jdbc");
  private final Resolver resolver;
  private final RefusedLogins refused;
  private final FirstLogins first;
  private final Time time;

  Login(Resolver resolver, RefusedLogins refused, FirstLogins first, Time time) {
    this.resolver = resolver;
    this.refused = refused;
    this.first = first;
    this.time = time;
  }

  Connection connect(FairleadUrl url, Duration wait) throws SQLException {
    Resolved first = resolver.resolve(url, wait);
    try {
      return tryBoth(url, first, wait);
    } catch (SQLException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      Resolved second = resolver.resolve(url, wait);
      if (second.credential().equals(first.credential())) {
        throw e;
      }
      return tryBoth(url, second, wait);
    }
  }

  /// The new one, then the old one. When the old one serves no more, the new one is tried although its
  /// step is not over: the target has changed meanwhile.
  private Connection tryBoth(FairleadUrl url, Resolved to, Duration wait)
      throws SQLException {
    SQLException first;
    try {
      return open(url, to, to.credential(), false, wait);
    } catch (SQLException e) {
      if (!isRefusal(e) || to.fallback() == null) {
        throw e;
      }
      first = e;
    }
    try {
      return open(url, to, to.fallback(), false, wait);
    } catch (SQLException e) {
      boolean onlyNow = first instanceof NotTried && !(e instanceof NotTried) && isRefusal(e);
      if (!onlyNow) {
        throw e;
      }
      return open(url, to, to.credential(), true, wait);
    }
  }

  /// A credential that was refused before and whose step is not over.
  private static final class NotTried extends SQLInvalidAuthorizationSpecException {
    private static final long serialVersionUID = 1;

    private NotTried(FairleadUrl url) {
      super("the target of " + url + " refused this secret just now; not tried again yet", "28000");
    }
  }

  private Connection open(
      FairleadUrl url, Resolved to, Resolved.Credential who, boolean now, Duration wait)
      throws SQLException {
    String connection = url.server() + "/" + to.id() + "/" + who.fingerprint();
    try (FirstLogins.Turn turn = first.turn(connection, wait)) {
      return open(url, to, who, now, connection);
    }
  }

  private Connection open(
      FairleadUrl url, Resolved to, Resolved.Credential who, boolean now, String connection)
      throws SQLException {
    if (!refused.take(connection, who.version(), time.nanos()) && !now) {
      throw new NotTried(url);
    }
    try {
      Connection opened = driver(url, to.jdbcUrl()).connect(to.jdbcUrl(), to.signedInAs(who));
      if (opened == null) {
        throw new SQLNonTransientConnectionException("no driver takes " + url, "08001");
      }
      first.accepted(connection);
      refused.accepted(connection, who.version());
      return opened;
    } catch (SQLException e) {
      if (isRefusal(e)) {
        first.refused(connection);
        refused.refused(connection, who.version(), time.nanos());
      }
      throw e;
    }
  }

  private static Driver driver(FairleadUrl url, String jdbcUrl) throws SQLException {
    try {
      return DriverManager.getDriver(jdbcUrl);
    } catch (SQLException e) {
      String[] parts = jdbcUrl.split(":", 3);
      String kind = parts.length > 1 ? parts[1] : "";
      throw new SQLNonTransientConnectionException(
          "no driver for what " + url + " leads to: put "
              + DRIVERS.getOrDefault(kind, "the JDBC driver for jdbc:" + kind)
              + " on the class path",
          "08001");
    }
  }

  static boolean isRefusal(SQLException e) {
    String state = e.getSQLState();
    return (state != null && state.startsWith("28"))
        || e.getErrorCode() == 1045
        || e.getErrorCode() == 18456;
  }
}

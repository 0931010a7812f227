package io.fairlead.client;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A database that takes one password, and fails with a state for every other.
final class TargetDouble implements Driver {
  final List<String> tried = new CopyOnWriteArrayList<>();
  String accepts = "";
  String state = "28P01";

  /// Runs while somebody is at the door.
  Runnable atTheDoor = () -> {};

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    String password = info.getProperty("password");
    tried.add(password);
    atTheDoor.run();
    if (!password.equals(accepts)) {
      throw new SQLException("refused", state);
    }
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> null);
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:target:");
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}

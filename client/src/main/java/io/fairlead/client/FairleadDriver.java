package io.fairlead.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// `jdbc:fairlead://host:port/connection`: asks the server at every physical connect, and hands over
/// the real driver's own link, which from then on has nothing to do with this one. A replaced `ca`
/// file is not read again.
public final class FairleadDriver implements Driver {
  private final RefusedLogins refused = new RefusedLogins();
  private final FirstLogins first = new FirstLogins();
  private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

  static {
    try {
      DriverManager.registerDriver(new FairleadDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(FairleadUrl.PREFIX);
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    FairleadUrl parsed = FairleadUrl.parse(url, info);
    Duration wait = wait(parsed.settings().getOrDefault("resolve_timeout", "10"));
    Resolver resolver = new Resolver(client(parsed.settings().getOrDefault("ca", "")), Time.REAL);
    return new Login(resolver, refused, first, Time.REAL).connect(parsed, wait);
  }

  private static Duration wait(String seconds) throws SQLException {
    try {
      long wait = Long.parseLong(seconds);
      if (wait >= 1 && wait <= 3600) {
        return Duration.ofSeconds(wait);
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    throw new SQLNonTransientConnectionException(
        "resolve_timeout is not a number of seconds from 1 to 3600", "08001");
  }

  private HttpClient client(String ca) throws SQLException {
    HttpClient known = clients.get(ca);
    if (known != null) {
      return known;
    }
    HttpClient client = newClient(ca);
    HttpClient earlier = clients.putIfAbsent(ca, client);
    return earlier == null ? client : earlier;
  }

  static HttpClient newClient(String ca) throws SQLException {
    HttpClient.Builder made =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER);
    if (!ca.isEmpty()) {
      made.sslContext(trusting(ca));
    }
    return made.build();
  }

  private static SSLContext trusting(String ca) throws SQLException {
    try (InputStream pem = Files.newInputStream(Path.of(ca))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.setCertificateEntry("ca-" + trusted.size(), one);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new SQLNonTransientConnectionException(
          "the ca file \"" + ca + "\" cannot be read as PEM certificates", "08001", e);
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 0;
  }

  @Override
  public int getMinorVersion() {
    return 1;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the driver writes no log");
  }
}

package io.fairlead.client;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `jdbc:fairlead://host:port/connection?plain=true` and the properties that go with it. Properties
/// of the query win over those of the call, and who signs in is never in the URL, which gets logged.
record FairleadUrl(URI server, String connection, Map<String, String> settings) {
  static final String PREFIX = "jdbc:fairlead:";
  private static final Set<String> IN_URL = Set.of("plain", "ca", "resolve_timeout");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  static FairleadUrl parse(String url, Properties properties) throws SQLException {
    URI uri;
    try {
      uri = URI.create(url.substring("jdbc:".length()));
    } catch (IllegalArgumentException e) {
      throw wrong("is not a URL");
    }
    String path = uri.getPath();
    if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > 65_535 || path == null) {
      throw wrong("names no host and port");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw wrong("takes no user and no fragment; give user and password as properties");
    }
    String connection = path.isEmpty() ? "" : path.substring(1);
    if (connection.isBlank() || connection.contains("/")) {
      throw wrong("names no connection");
    }
    Map<String, String> settings = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      settings.put(name, properties.getProperty(name));
    }
    query(uri.getRawQuery(), settings);
    String plain = settings.getOrDefault("plain", "false");
    if (!plain.equals("true") && !plain.equals("false")) {
      throw wrong("has a plain that is neither true nor false");
    }
    if (plain.equals("true") && !LOOPBACK.contains(uri.getHost())) {
      throw wrong("is plain, which only loopback hosts may be");
    }
    String scheme = plain.equals("true") ? "http" : "https";
    return new FairleadUrl(
        URI.create(scheme + "://" + uri.getHost() + ":" + uri.getPort()), connection, settings);
  }

  private static void query(@Nullable String query, Map<String, String> settings)
      throws SQLException {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1 || !IN_URL.contains(pair.substring(0, equals))) {
        throw wrong("may only set " + IN_URL.stream().sorted().toList());
      }
      try {
        settings.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw wrong("has an escape that is none");
      }
    }
  }

  URI resolve() {
    String name = URLEncoder.encode(connection, StandardCharsets.UTF_8).replace("+", "%20");
    return server.resolve("/connections/" + name + "/resolve");
  }

  /// The whole URL is left out: people put passwords where they do not belong.
  private static SQLException wrong(String what) {
    return new SQLNonTransientConnectionException(
        "the jdbc:fairlead URL " + what + " (jdbc:fairlead://host:port/connection)", "08001");
  }

  @Override
  public String toString() {
    return PREFIX + "//" + server.getRawAuthority() + "/" + connection;
  }
}

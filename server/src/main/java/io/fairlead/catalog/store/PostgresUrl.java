package io.fairlead.catalog.store;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;

/// `jdbc:postgresql://host:port/database?user=…`, taken apart. Only a few parameters are accepted,
/// since others make the driver load classes or read files. Its printed form has no parameters, and
/// so no password.
record PostgresUrl(String host, int port, String database, Properties properties) {
  private static final String PREFIX = "jdbc:postgresql://";
  private static final int DEFAULT_PORT = 5432;
  private static final Set<String> ALLOWED =
      Set.of(
          "user", "password", "currentSchema", "sslmode", "sslrootcert", "sslcert", "sslkey");

  static PostgresUrl parse(String url) {
    if (!url.startsWith(PREFIX)) {
      throw refused("does not start with " + PREFIX);
    }
    URI uri;
    try {
      uri = new URI(url.substring("jdbc:".length()));
    } catch (URISyntaxException e) {
      // Not its message, which quotes the text.
      throw refused("is not written as an address");
    }
    String path = uri.getRawPath();
    if (uri.getHost() == null || uri.getRawUserInfo() != null || path == null || path.length() < 2) {
      throw refused("needs a host and a database, and user and password as parameters");
    }
    return new PostgresUrl(
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        decoded(path.substring(1)),
        properties(uri.getRawQuery()));
  }

  private static Properties properties(@org.jspecify.annotations.Nullable String query) {
    Properties found = new Properties();
    if (query == null) {
      return found;
    }
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !ALLOWED.contains(key)) {
        throw refused("has a parameter other than " + String.join(", ", ALLOWED.stream().sorted().toList()));
      }
      found.setProperty(key, decoded(pair.substring(equals + 1)));
    }
    return found;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused("has a wrong percent sign");
    }
  }

  private static Refusal refused(String why) {
    return Problem.of(ProblemKind.INVALID_OPTION, "the address of the store " + why)
        .withHint("Write jdbc:postgresql://host:port/database?user=name&password=….")
        .refusal();
  }

  @Override
  public String toString() {
    return host + ":" + port + "/" + database;
  }
}

package io.fairlead.connector;

import io.fairlead.base.Limits;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a service answers over HTTP, read from the URL in an option: a scheme, a host, a port and a
/// path, and nothing else. A user, a query and a fragment are refused; they would be secrets in a
/// place that is shown, or say something that we do not do.
///
/// @param encrypted for `https`
/// @param path what stands before the path of every request: empty, or `/api/catalog`
public record HttpAddress(boolean encrypted, Endpoint endpoint, String path) {
  /// For a configuration that is refused anyhow.
  public static final HttpAddress NOWHERE = new HttpAddress(false, new Endpoint("", 0), "");

  private static final Pattern URL = Pattern.compile("(?i)(https?)://([^/]*)(/.*)?");
  private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::(.*))?");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private static final Pattern THIS_MACHINE =
      Pattern.compile("localhost|127(\\.[0-9]+){3}|::1");

  /// No percent: what one program decodes, another does not.
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@-]+");

  /// @param objection is told why `url` is no such address, in words that can follow a colon
  /// @return empty when there was an objection
  public static Optional<HttpAddress> read(String url, Consumer<String> objection) {
    Matcher parts = URL.matcher(url);
    if (url.length() > Limits.URL_CHARACTERS) {
      objection.accept("it is longer than " + Limits.URL_CHARACTERS + " characters");
    } else if (!parts.matches()) {
      objection.accept("it must begin with http:// or https://");
    } else if (url.indexOf('?') >= 0 || url.indexOf('#') >= 0) {
      objection.accept("it must have neither a query nor a fragment");
    } else if (parts.group(2).indexOf('@') >= 0) {
      objection.accept("it must not name a user or a password");
    } else {
      boolean encrypted = parts.group(1).toLowerCase(Locale.ROOT).equals("https");
      return read(encrypted, parts.group(2), Optional.ofNullable(parts.group(3)), objection);
    }
    return Optional.empty();
  }

  /// A host that the program itself knows.
  public static HttpAddress https(String host) {
    return new HttpAddress(true, new Endpoint(host, initialPort(true)), "");
  }

  private static Optional<HttpAddress> read(
      boolean encrypted, String authority, Optional<String> path, Consumer<String> objection) {
    Matcher parts = AUTHORITY.matcher(authority);
    Optional<String> host =
        parts.matches() ? HostGrammar.read(parts.group(1)) : Optional.empty();
    if (host.isEmpty()) {
      objection.accept("its host is not the name or address of a host");
      return Optional.empty();
    }
    Optional<String> written = Optional.ofNullable(parts.group(2));
    int port = written.map(HttpAddress::port).orElse(initialPort(encrypted));
    if (port < 1 || port > 65_535) {
      objection.accept("its port must be from 1 to 65535");
      return Optional.empty();
    }
    String prefix = path.map(HttpAddress::withoutLastSlash).orElse("");
    if (!isPath(prefix)) {
      objection.accept(
          "its path must be of letters, digits and punctuation that needs no encoding");
      return Optional.empty();
    }
    return Optional.of(new HttpAddress(encrypted, new Endpoint(host.get(), port), prefix));
  }

  private static int port(String text) {
    return PORT.matcher(text).matches() ? Integer.parseInt(text) : 0;
  }

  private static int initialPort(boolean encrypted) {
    return encrypted ? 443 : 80;
  }

  private static String withoutLastSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static boolean isPath(String path) {
    return path.isEmpty()
        || Arrays.stream(path.substring(1).split("/", -1))
            .allMatch(
                segment ->
                    SEGMENT.matcher(segment).matches()
                        && !segment.equals(".")
                        && !segment.equals(".."));
  }

  /// Whether what is sent there never leaves this machine.
  public boolean isOfThisMachine() {
    return THIS_MACHINE.matcher(endpoint.host()).matches();
  }

  /// What the header `Host` says: the port is left out where the scheme implies it.
  public String authority() {
    String text = endpoint.toString();
    return endpoint.port() == initialPort(encrypted)
        ? text.substring(0, text.lastIndexOf(':'))
        : text;
  }

  /// The same service elsewhere below its path.
  ///
  /// @param below `/v1/config`, encoded as it shall be sent
  public String target(String below) {
    return path + below;
  }

  /// The scheme, the host and the port, which a target makes a URL.
  public String origin() {
    return (encrypted ? "https://" : "http://") + authority();
  }

  @Override
  public String toString() {
    return origin() + path;
  }
}

package io.fairlead.connector;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A service that keeps objects in memory. What its protocol looks like is the business of each
/// double; the objects are the business of this one.
public abstract class ObjectServer implements AutoCloseable {
  static {
    // Else each of thousands of answers waits for an acknowledgement that comes late.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /// @param generation differs for each writing
  public record Stored(byte[] content, long generation) {}

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

  protected final NavigableMap<String, Stored> objects = new TreeMap<>();
  private final AtomicLong generations = new AtomicLong(1000);
  private final HttpServer server;

  /// @param identity for TLS
  protected ObjectServer(Optional<Authority.Identity> identity) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    if (identity.isPresent()) {
      HttpsServer secure = HttpsServer.create(any, 50);
      secure.setHttpsConfigurator(
          new HttpsConfigurator(identity.get().context(Optional.empty())));
      server = secure;
    } else {
      server = HttpServer.create(any, 50);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      synchronized (objects) {
        answer(exchange, body);
      }
    }
  }

  protected abstract void answer(HttpExchange exchange, byte[] body) throws IOException;

  protected static Optional<String> header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /// The parameters of the query, decoded.
  protected static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new TreeMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    for (String pair : text == null ? new String[0] : text.split("&")) {
      String[] halves = pair.split("=", 2);
      query.put(
          halves[0],
          halves.length < 2 ? "" : URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  protected Stored store(String name, byte[] content) {
    Stored stored = new Stored(content, generations.incrementAndGet());
    objects.put(name, stored);
    return stored;
  }

  /// The names of a page and, where the list goes on, one more.
  protected List<String> names(String prefix, String after, int most) {
    return objects.tailMap(after, false).keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .limit(most + 1L)
        .toList();
  }

  protected static void send(HttpExchange exchange, int status, String body) throws IOException {
    send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
  }

  protected static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean hasBody =
        body.length > 0 && !exchange.getRequestMethod().equals("HEAD") && status != 204;
    exchange.sendResponseHeaders(status, hasBody ? body.length : -1);
    if (hasBody) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /// An object, or the part of it that the request asks for.
  protected static void sendPart(HttpExchange exchange, byte[] content) throws IOException {
    Matcher range = RANGE.matcher(header(exchange, "Range").orElse(""));
    if (!range.matches()) {
      send(exchange, 200, content);
      return;
    }
    int from = Integer.parseInt(range.group(1));
    int to = Math.min(Integer.parseInt(range.group(2)), content.length - 1);
    if (from > to) {
      send(exchange, 416, "");
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + to + "/" + content.length);
    send(exchange, 206, java.util.Arrays.copyOfRange(content, from, to + 1));
  }

  protected static String httpDate() {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.parse("2026-01-02T03:04:05Z").atZone(ZoneOffset.UTC));
  }

  protected static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

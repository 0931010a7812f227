package io.fairlead.connector.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A service of external functions over real HTTP, which lets those in who send an allowed word as
/// `Authorization`; without any, everybody. What it does with rows, the path says: `/twice`, `/echo`
/// (the first argument), or a way to misbehave.
public final class FunctionPeer implements AutoCloseable {
  private static final JsonMapper JSON = 
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> allowed = ConcurrentHashMap.newKeySet();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();

  public FunctionPeer() throws IOException {
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public void allow(String word) {
    allowed.add(word);
  }

  public void revoke(String word) {
    allowed.remove(word);
  }

  /// The bodies of the requests that were let in.
  public List<String> bodies() {
    return List.copyOf(bodies);
  }

  /// The functions that were called, by the header.
  public List<String> names() {
    return List.copyOf(names);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String word = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!allowed.isEmpty() && !allowed.contains(word)) {
      send(exchange, 401, "{\"detail\": \"no " + word + " here\"}");
      return;
    }
    String text = new String(body, StandardCharsets.UTF_8);
    bodies.add(text);
    names.add(String.valueOf(exchange.getRequestHeaders().getFirst("S2-EF-Name")));
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/sized/")) {
      send(exchange, 200, "x".repeat(Integer.parseInt(path.substring(7))));
      return;
    }
    switch (path) {
      case "/twice" -> send(exchange, 200, computed(text, true));
      case "/echo" -> send(exchange, 200, computed(text, false));
      case "/elsewhere" -> {
        exchange.getResponseHeaders().set("Location", url() + "/echo");
        send(exchange, 302, "");
      }
      case "/broken" -> send(exchange, 500, "Traceback: " + word);
      case "/prose" -> send(exchange, 200, "it went well, " + word);
      case "/list" -> send(exchange, 200, "[1, 2]");
      case "/short" -> send(exchange, 200, "{\"data\": [[1, 1]]}");
      case "/double" -> send(exchange, 200, "{\"data\": [[1, 1], [1, 2]]}");
      case "/stranger" -> send(exchange, 200, "{\"data\": [[99, 1]]}");
      case "/wide" -> send(exchange, 200, "{\"data\": [[1, 1, 1]]}");
      case "/words" -> send(exchange, 200, "{\"data\": [[1, \"many\"], [2, 1]]}");
      case "/cut" -> {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write("{\"data\": [".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        exchange.close();
      }
      default -> send(exchange, 404, "");
    }
  }

  /// In another order than they were asked for, which a service may.
  private static String computed(String body, boolean twice) {
    List<JsonNode> rows = new ArrayList<>(JSON.readTree(body).path("data").values());
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode data = answer.putArray("data");
    for (JsonNode row : rows.reversed()) {
      ArrayNode pair = data.addArray().add(row.get(0));
      if (twice && !row.get(1).isNull()) {
        pair.add(row.get(1).longValue() * 2);
      } else {
        pair.add(row.get(1));
      }
    }
    return answer.toString();
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream to = exchange.getResponseBody()) {
      to.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

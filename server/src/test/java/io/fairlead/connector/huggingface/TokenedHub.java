package io.fairlead.connector.huggingface;

import com.sun.net.httpserver.HttpExchange;
import io.fairlead.connector.Authority;
import io.fairlead.connector.ObjectServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/// A hub with one dataset that wants a token, and with a second host that has the large files and
/// wants none. Files of eleven characters and more are large.
final class TokenedHub extends ObjectServer {
  static final String TOKEN = "hf_canary";
  static final String REPOSITORY = "shop/raw";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TREE = "/api/datasets/" + REPOSITORY + "/tree/main";
  private static final String FILES = "/datasets/" + REPOSITORY + "/resolve/main/";

  /// Where the large files are.
  private final class Elsewhere extends ObjectServer {
    Elsewhere(Optional<Authority.Identity> identity) throws IOException {
      super(identity);
    }

    @Override
    protected void answer(HttpExchange exchange, byte[] body) throws IOException {
      askedElsewhere.add(exchange.getRequestURI().toString());
      if (exchange.getRequestHeaders().containsKey("Authorization")) {
        strangersSawTheToken = true;
      }
      String hash = exchange.getRequestURI().getPath().substring(1);
      synchronized (TokenedHub.this.objects) {
        for (Stored stored : TokenedHub.this.objects.values()) {
          if (hash(stored).equals(hash)) {
            sendPart(exchange, stored.content());
            return;
          }
        }
      }
      send(exchange, 403, "");
    }
  }

  final List<String> askedElsewhere = new CopyOnWriteArrayList<>();
  volatile boolean strangersSawTheToken;

  /// In the place of the address of the second host.
  volatile Optional<String> location = Optional.empty();

  /// How often it sends a request to another of its own paths.
  volatile int detours;

  private final Elsewhere elsewhere;

  TokenedHub(Authority authority) throws IOException {
    super(Optional.of(authority.issue("127.0.0.1")));
    this.elsewhere = new Elsewhere(Optional.of(authority.issue("127.0.0.1")));
  }

  void put(String path, String content) {
    synchronized (objects) {
      store(path, content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String hash(Stored stored) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(stored.content()));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static boolean isLarge(Stored stored) {
    return stored.content().length > 10;
  }

  @Override
  protected void answer(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (!header(exchange, "Authorization").equals(Optional.of("Bearer " + TOKEN))) {
      refuse(exchange, 401, "RepoNotFound");
    } else if (path.equals("/api/whoami-v2")) {
      send(exchange, 200, "{\"name\": \"shop\"}");
    } else if (path.startsWith("/moved/")) {
      answer(exchange, path.substring(path.indexOf('/', 7)));
    } else {
      answer(exchange, path);
    }
  }

  private void answer(HttpExchange exchange, String path) throws IOException {
    String before = exchange.getRequestURI().getRawPath();
    int made = before.startsWith("/moved/") ? before.charAt(7) - '0' : 0;
    String query = exchange.getRequestURI().getRawQuery();
    if (made < detours) {
      String to = "/moved/" + (made + 1) + path + (query == null ? "" : "?" + query);
      exchange.getResponseHeaders().set("Location", to);
      send(exchange, 307, "");
    } else if (path.equals(TREE) || path.startsWith(TREE + "/")) {
      list(exchange, decoded(path.substring(TREE.length())).replaceFirst("^/", ""));
    } else if (path.startsWith(FILES)) {
      file(exchange, decoded(path.substring(FILES.length())));
    } else {
      refuse(exchange, 404, path.contains("/raw/") ? "RevisionNotFound" : "RepoNotFound");
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("X-Error-Code", code);
    send(exchange, status, "{\"error\": \"no\"}");
  }

  /// Folders are in the list as well.
  private void list(HttpExchange exchange, String folder) throws IOException {
    Map<String, String> query = query(exchange);
    String below = folder.isEmpty() ? "" : folder + "/";
    TreeSet<String> names = new TreeSet<>();
    for (String name : objects.keySet()) {
      if (name.startsWith(below)) {
        names.add(name);
        for (int i = name.indexOf('/', below.length()); i >= 0; i = name.indexOf('/', i + 1)) {
          names.add(name.substring(0, i));
        }
      }
    }
    if (names.isEmpty()) {
      refuse(exchange, 404, "EntryNotFound");
      return;
    }
    int most = Integer.parseInt(query.getOrDefault("limit", "1000"));
    List<String> page =
        names.tailSet(query.getOrDefault("cursor", ""), false).stream().limit(most).toList();
    if (!page.isEmpty() && !page.getLast().equals(names.last())) {
      exchange
          .getResponseHeaders()
          .set(
              "Link",
              "<https://127.0.0.1:" + port() + TREE + "?recursive=true&limit=" + most + "&cursor="
                  + java.net.URLEncoder.encode(page.getLast(), StandardCharsets.UTF_8)
                  + ">; rel=\"next\"");
    }
    List<Object> items = new ArrayList<>();
    page.forEach(name -> items.add(item(name)));
    send(exchange, 200, JSON.writeValueAsBytes(items));
  }

  private Map<String, Object> item(String name) {
    Stored stored = objects.get(name);
    if (stored == null) {
      return Map.of("type", "directory", "path", name, "size", 0, "oid", "d1");
    }
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("type", "file");
    item.put("path", name);
    item.put("size", stored.content().length);
    item.put("oid", isLarge(stored) ? "pointer" : hash(stored));
    if (isLarge(stored)) {
      item.put("lfs", Map.of("oid", hash(stored), "size", stored.content().length));
    }
    return item;
  }

  private void file(HttpExchange exchange, String name) throws IOException {
    Stored stored = objects.get(name);
    if (stored == null) {
      refuse(exchange, 404, "EntryNotFound");
    } else if (isLarge(stored)) {
      exchange.getResponseHeaders().set("ETag", "\"pointer\"");
      exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + hash(stored) + "\"");
      exchange
          .getResponseHeaders()
          .set("X-Linked-Size", Integer.toString(stored.content().length));
      exchange
          .getResponseHeaders()
          .set(
              "Location",
              location.orElseGet(
                  () ->
                      "https://127.0.0.1:" + elsewhere.port() + "/"
                          + hash(stored) + "?signature=canary"));
      send(exchange, 302, "");
    } else {
      exchange.getResponseHeaders().set("ETag", "\"" + hash(stored) + "\"");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange
            .getResponseHeaders()
            .set("Content-Length", Integer.toString(stored.content().length));
        send(exchange, 200, "");
      } else {
        sendPart(exchange, stored.content());
      }
    }
  }

  @Override
  public void close() {
    super.close();
    elsewhere.close();
  }
}

package io.fairlead.connector.webhdfs;

import com.sun.net.httpserver.HttpExchange;
import io.fairlead.connector.ObjectServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/// A name node that wants a delegation token, and a data node that takes only what the name node has
/// sent it. The number of a file stays when it is renamed.
final class NameNode extends ObjectServer {
  static final String TOKEN = "KAAIbG9hZGVy-canary_0";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ROOT = "/webhdfs/v1/";

  /// Has the content.
  private final class DataNode extends ObjectServer {
    DataNode() throws IOException {
      super(Optional.empty());
    }

    @Override
    protected void answer(HttpExchange exchange, byte[] body) throws IOException {
      if (!issued.remove(exchange.getRequestMethod() + " " + exchange.getRequestURI())) {
        refuse(exchange, 403, "InvalidToken");
        return;
      }
      exchange.getResponseHeaders().set("Connection", "close");
      synchronized (NameNode.this.objects) {
        content(exchange, body);
      }
    }
  }

  /// What the data node may be asked, once each.
  private final List<String> issued = new CopyOnWriteArrayList<>();
  private final DataNode dataNode = new DataNode();

  /// In the place of the address of the data node.
  volatile Optional<String> location = Optional.empty();

  /// Whether it renames like a gateway: never in the place of what is there.
  volatile boolean isGateway;

  NameNode() throws IOException {
    super(Optional.empty());
  }

  private static void refuse(HttpExchange exchange, int status, String exception)
      throws IOException {
    send(
        exchange,
        status,
        "{\"RemoteException\": {\"exception\": \"%s\", \"message\": \"canary\"}}"
            .formatted(exception));
  }

  private static String path(HttpExchange exchange) {
    return decoded(exchange.getRequestURI().getRawPath().substring(ROOT.length()));
  }

  @Override
  protected void answer(HttpExchange exchange, byte[] body) throws IOException {
    Map<String, String> query = query(exchange);
    String path = path(exchange);
    String operation = exchange.getRequestMethod() + " " + query.getOrDefault("op", "");
    if (!TOKEN.equals(query.get("delegation"))) {
      refuse(exchange, 403, "InvalidToken");
    } else if (body.length > 0) {
      refuse(exchange, 400, "IllegalArgumentException");
    } else {
      switch (operation) {
        case "GET LISTSTATUS" -> list(exchange, path);
        case "GET GETFILESTATUS" -> status(exchange, path);
        case "GET OPEN", "POST APPEND" -> {
          if (objects.containsKey(path)) {
            redirect(exchange);
          } else {
            refuse(exchange, 404, "FileNotFoundException");
          }
        }
        case "PUT CREATE" -> redirect(exchange);
        case "PUT RENAME" -> rename(exchange, path, query);
        case "DELETE DELETE" ->
            send(exchange, 200, "{\"boolean\": " + (objects.remove(path) != null) + "}");
        default -> refuse(exchange, 400, "IllegalArgumentException");
      }
    }
  }

  private void redirect(HttpExchange exchange) throws IOException {
    String target =
        exchange
            .getRequestURI()
            .toString()
            .replace("delegation=" + TOKEN, "delegation=block-token");
    issued.add(exchange.getRequestMethod() + " " + target);
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            location.orElseGet(() -> "http://127.0.0.1:" + dataNode.port()) + target);
    send(exchange, 307, "");
  }

  private static Map<String, Object> item(String name, Stored stored) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("pathSuffix", name);
    item.put("type", "FILE");
    item.put("length", stored.content().length);
    item.put("fileId", stored.generation());
    item.put("modificationTime", 1_767_323_045_000L + stored.generation());
    return item;
  }

  private void list(HttpExchange exchange, String path) throws IOException {
    String below = path.isEmpty() ? "" : path + "/";
    Map<String, Object> items = new TreeMap<>();
    objects.forEach(
        (name, stored) -> {
          if (name.startsWith(below)) {
            String rest = name.substring(below.length());
            int slash = rest.indexOf('/');
            items.put(
                slash < 0 ? rest : rest.substring(0, slash),
                slash < 0
                    ? item(rest, stored)
                    : Map.of(
                        "pathSuffix", rest.substring(0, slash), "type", "DIRECTORY", "length", 0));
          }
        });
    if (items.isEmpty() && !path.isEmpty()) {
      refuse(exchange, 404, "FileNotFoundException");
      return;
    }
    send(
        exchange,
        200,
        JSON.writeValueAsBytes(
            Map.of("FileStatuses", Map.of("FileStatus", new ArrayList<>(items.values())))));
  }

  private void status(HttpExchange exchange, String path) throws IOException {
    Stored stored = objects.get(path);
    if (stored == null) {
      refuse(exchange, 404, "FileNotFoundException");
    } else {
      send(exchange, 200, JSON.writeValueAsBytes(Map.of("FileStatus", item("", stored))));
    }
  }

  private void rename(HttpExchange exchange, String path, Map<String, String> query)
      throws IOException {
    String to = query.getOrDefault("destination", "/").substring(1);
    boolean overwrites = "OVERWRITE".equals(query.get("renameoptions")) && !isGateway;
    Stored stored = objects.get(path);
    if (stored == null) {
      refuse(exchange, 404, "FileNotFoundException");
    } else if (objects.containsKey(to) && !overwrites) {
      send(exchange, 200, "{\"boolean\": false}");
    } else {
      objects.remove(path);
      objects.put(to, stored);
      send(exchange, 200, overwrites ? "" : "{\"boolean\": true}");
    }
  }

  private void content(HttpExchange exchange, byte[] body) throws IOException {
    Map<String, String> query = query(exchange);
    String path = path(exchange);
    String operation = query.getOrDefault("op", "");
    if (operation.equals("OPEN")) {
      open(exchange, query, objects.get(path));
      return;
    }
    if (!header(exchange, "Content-Type").equals(Optional.of("application/octet-stream"))) {
      refuse(exchange, 400, "IllegalArgumentException");
      return;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Stored before = objects.get(path);
    boolean appends = operation.equals("APPEND");
    if (appends && before != null) {
      all.write(before.content());
    }
    all.write(body);
    store(path, all.toByteArray());
    send(exchange, appends ? 200 : 201, "");
  }

  private static void open(
      HttpExchange exchange,
      Map<String, String> query,
      @org.jspecify.annotations.Nullable Stored stored)
      throws IOException {
    if (stored == null) {
      refuse(exchange, 404, "FileNotFoundException");
      return;
    }
    int from = Integer.parseInt(query.get("offset"));
    int length = Integer.parseInt(query.get("length"));
    byte[] content = stored.content();
    if (from >= content.length) {
      refuse(exchange, 403, "IOException");
    } else {
      int to = Math.min(from + length, content.length);
      send(exchange, 200, java.util.Arrays.copyOfRange(content, from, to));
    }
  }

  @Override
  public void close() {
    super.close();
    dataNode.close();
  }
}

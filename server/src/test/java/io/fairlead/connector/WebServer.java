package io.fairlead.connector;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A web server whose files can be replaced while somebody reads them.
public class WebServer extends ObjectServer {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean heedsConditions = true;
  private volatile boolean knowsRanges = true;

  public WebServer() throws IOException {
    super(Optional.empty());
  }

  /// @param path as it stands in the URL, but decoded: `/a b.csv`
  public void put(String path, String content) {
    put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public void put(String path, byte[] content) {
    synchronized (objects) {
      store(path, content);
    }
  }

  /// From now on it sends what it has, whatever the request says about the tag.
  public void ignoreConditions() {
    heedsConditions = false;
  }

  /// From now on it sends whole files.
  public void ignoreRanges() {
    knowsRanges = false;
  }

  /// The requests so far: `GET /a.csv`.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  protected void answer(HttpExchange exchange, byte[] body) throws IOException {
    String path = decoded(exchange.getRequestURI().getRawPath());
    asked.add(exchange.getRequestMethod() + " " + path);
    Stored stored = objects.get(path);
    if (stored == null) {
      send(exchange, path.startsWith("/closed") ? 403 : 404, "");
      return;
    }
    String tag = "\"" + stored.generation() + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    exchange.getResponseHeaders().set("Last-Modified", httpDate());
    boolean isOther = header(exchange, "If-Match").filter(want -> !want.equals(tag)).isPresent();
    if (heedsConditions && isOther) {
      send(exchange, 412, "");
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      exchange
          .getResponseHeaders()
          .set("Content-Length", Integer.toString(stored.content().length));
      send(exchange, 200, "");
    } else if (knowsRanges) {
      sendPart(exchange, stored.content());
    } else {
      send(exchange, 200, stored.content());
    }
  }
}

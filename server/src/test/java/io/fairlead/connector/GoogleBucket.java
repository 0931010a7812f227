package io.fairlead.connector;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// A bucket that speaks Google's JSON API and wants the token of [VerifyingTokenEndpoint].
final class GoogleBucket extends ObjectServer {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LIST = "/storage/v1/b/shop/o";
  private static final String UPLOAD = "/upload/storage/v1/b/shop/o";
  private static final Pattern PART = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

  private final Map<String, ByteArrayOutputStream> uploads = new HashMap<>();

  GoogleBucket(Authority.Identity identity) throws IOException {
    super(Optional.of(identity));
  }

  @Override
  protected void answer(HttpExchange exchange, byte[] body) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (!header(exchange, "Authorization")
        .equals(Optional.of("Bearer " + VerifyingTokenEndpoint.TOKEN))) {
      send(exchange, 401, "{}");
    } else if (path.equals(LIST)) {
      list(exchange);
    } else if (path.startsWith(LIST + "/")) {
      object(exchange, decoded(path.substring(LIST.length() + 1)));
    } else if (path.equals(UPLOAD)) {
      upload(exchange, body);
    } else {
      send(exchange, 404, "{}");
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    int most = Integer.parseInt(query.get("maxResults"));
    List<String> names =
        names(query.getOrDefault("prefix", ""), query.getOrDefault("pageToken", ""), most);
    Map<String, Object> answer = new LinkedHashMap<>(Map.of("kind", "storage#objects"));
    List<Object> items = new ArrayList<>();
    names.stream().limit(most).forEach(name -> items.add(item(name)));
    answer.put("items", items);
    if (names.size() > most) {
      answer.put("nextPageToken", names.get(most - 1));
    }
    send(exchange, 200, JSON.writeValueAsBytes(answer));
  }

  private Map<String, String> item(String name) {
    Stored stored = java.util.Objects.requireNonNull(objects.get(name));
    return Map.of(
        "name",
        name,
        "size",
        Integer.toString(stored.content().length),
        "generation",
        Long.toString(stored.generation()),
        "updated",
        "2026-01-02T03:04:05.678Z");
  }

  private void object(HttpExchange exchange, String name) throws IOException {
    Stored stored = objects.get(name);
    Map<String, String> query = query(exchange);
    String wanted = query.getOrDefault("ifGenerationMatch", "");
    if (stored == null) {
      send(exchange, 404, "{}");
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      objects.remove(name);
      send(exchange, 204, "");
    } else if (!wanted.isEmpty() && !wanted.equals(Long.toString(stored.generation()))) {
      send(exchange, 412, "{}");
    } else if (query.getOrDefault("alt", "").equals("media")) {
      sendPart(exchange, stored.content());
    } else {
      send(exchange, 200, JSON.writeValueAsBytes(item(name)));
    }
  }

  private void upload(HttpExchange exchange, byte[] body) throws IOException {
    Map<String, String> query = query(exchange);
    String name = java.util.Objects.requireNonNull(query.get("name"));
    ByteArrayOutputStream begun = uploads.get(query.getOrDefault("upload_id", ""));
    if ("media".equals(query.get("uploadType"))) {
      store(name, body);
      send(exchange, 200, JSON.writeValueAsBytes(item(name)));
    } else if (exchange.getRequestMethod().equals("POST")) {
      String id = "u" + uploads.size();
      uploads.put(id, new ByteArrayOutputStream());
      String session =
          "https://127.0.0.1:" + port() + UPLOAD + "?uploadType=resumable&upload_id=" + id;
      exchange
          .getResponseHeaders()
          .set("Location", session + "&name=" + PercentEncoding.of(name));
      send(exchange, 200, "");
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      uploads.remove(query.get("upload_id"));
      send(exchange, 499, "");
    } else if (begun != null) {
      part(exchange, name, begun, body);
    } else {
      send(exchange, 410, "");
    }
  }

  private void part(
      HttpExchange exchange, String name, ByteArrayOutputStream begun, byte[] body)
      throws IOException {
    Matcher part = PART.matcher(header(exchange, "Content-Range").orElse(""));
    boolean fits =
        part.matches()
            && Long.parseLong(part.group(1)) == begun.size()
            && Long.parseLong(part.group(2)) == begun.size() + body.length - 1;
    begun.write(body);
    if (!fits || (body.length % (256 * 1024) != 0 && !isLast(part, begun))) {
      send(exchange, 400, "");
    } else if (isLast(part, begun)) {
      store(name, begun.toByteArray());
      send(exchange, 200, JSON.writeValueAsBytes(item(name)));
    } else {
      exchange.getResponseHeaders().set("Range", "bytes=0-" + (begun.size() - 1));
      send(exchange, 308, "");
    }
  }

  private static boolean isLast(Matcher part, ByteArrayOutputStream begun) {
    return Long.parseLong(part.group(3)) == begun.size();
  }
}

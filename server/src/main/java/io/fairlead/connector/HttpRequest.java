package io.fairlead.connector;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// A request over HTTP. `Host`, `Content-Length`, `Connection` and `User-Agent` are [HttpCaller]'s.
///
/// @param target the path and perhaps a query, encoded as they shall be sent
/// @param headers by name, whose case does not count
public record HttpRequest(
    String method, String target, SortedMap<String, String> headers, byte[] body) {
  public HttpRequest {
    SortedMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableSortedMap(copy);
    headers.forEach(HttpRequest::mustFit);
    mustFit("the target", target);
    if (!target.startsWith("/") || target.indexOf(' ') >= 0) {
      throw new IllegalArgumentException("the target is no path");
    }
  }

  /// What would end a line early, and so begin another header.
  private static void mustFit(String name, String value) {
    if (!fits(value)) {
      throw new IllegalArgumentException(name + " holds characters that no header can have");
    }
  }

  /// Whether a text can stand in a header as it is.
  public static boolean fits(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  public static HttpRequest get(String target) {
    return new HttpRequest("GET", target, new TreeMap<>(), new byte[0]);
  }

  public static HttpRequest delete(String target) {
    return new HttpRequest("DELETE", target, new TreeMap<>(), new byte[0]);
  }

  public static HttpRequest post(String target, String contentType, String body) {
    return new HttpRequest(
        "POST",
        target,
        new TreeMap<>(Map.of("Content-Type", contentType)),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /// @param method `POST` or `PUT`
  public static HttpRequest json(String method, String target, JsonNode body) {
    return new HttpRequest(
        method,
        target,
        new TreeMap<>(Map.of("Content-Type", "application/json")),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  public HttpRequest with(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new HttpRequest(method, target, more, body);
  }

  /// Signs in with a token.
  ///
  /// @param token [#fits]
  public HttpRequest withBearer(String token) {
    return with("Authorization", "Bearer " + token);
  }

  /// Signs in with a name, in which no colon can be, and a password.
  public HttpRequest withBasic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return with("Authorization", "Basic " + Base64.getEncoder().encodeToString(both));
  }

  /// Without headers, query and body, which hold secrets.
  @Override
  public String toString() {
    int query = target.indexOf('?');
    return method + " " + (query < 0 ? target : target.substring(0, query));
  }
}

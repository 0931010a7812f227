package io.fairlead.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// A client of one server's control plane.
final class HttpCaller {
  private static final List<String> JSON = List.of("Content-Type", "application/json");
  private final int port;
  private final HttpClient client = HttpClient.newHttpClient();

  HttpCaller(RunningServer server) {
    this(server.port("http"));
  }

  HttpCaller(int port) {
    this.port = port;
  }

  /// As `admin`.
  ///
  /// @param headers names and values in turn
  HttpResponse<String> call(String method, String path, String body, String... headers) {
    return as(basic("admin", RunningServer.PASSWORD), method, path, body, headers);
  }

  /// @param authorization the header; empty for none
  HttpResponse<String> as(
      String authorization, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .headers(JSON.toArray(String[]::new));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  static String basic(String role, String password) {
    byte[] pair = (role + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }
}

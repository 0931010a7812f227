package io.fairlead.wire.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HealthServerTest {
  @Test
  void tellsWhetherItIsReady() throws Exception {
    AtomicBoolean ready = new AtomicBoolean();
    try (HealthServer server =
            new HealthServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ready::get);
        HttpClient client = HttpClient.newHttpClient()) {
      server.start();
      assertEquals("200 live", ask(client, server, "GET", "/health/live"));
      assertEquals("503 not ready", ask(client, server, "GET", "/health/ready"));
      ready.set(true);
      assertEquals("200 ready", ask(client, server, "GET", "/health/ready"));
      assertEquals("200 ", ask(client, server, "HEAD", "/health/ready"));
      assertEquals("405 method not allowed", ask(client, server, "POST", "/health/ready"));
      assertEquals("404 not found", ask(client, server, "GET", "/"));
      assertEquals("404 not found", ask(client, server, "GET", "/health/ready/x"));
    }
  }

  private static String ask(HttpClient client, HealthServer server, String method, String path)
      throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body().strip();
  }
}

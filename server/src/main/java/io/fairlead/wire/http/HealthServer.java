package io.fairlead.wire.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Answers `GET /health/live` and `GET /health/ready`, and nothing else.
public final class HealthServer implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final InetSocketAddress address;
  private final BooleanSupplier ready;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  /// @param ready whether clients of the database protocols are being served
  public HealthServer(InetSocketAddress address, BooleanSupplier ready) {
    this.address = address;
    this.ready = ready;
  }

  public void start() throws IOException {
    HttpServer opened = HttpServer.create(address, BACKLOG);
    ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    opened.setExecutor(workers);
    opened.createContext("/", this::answer);
    opened.start();
    server = opened;
    threads = workers;
  }

  /// The real port when 0 was asked for.
  public int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      switch (exchange.getRequestURI().getPath()) {
        case "/health/live" -> health(exchange, true, "live");
        case "/health/ready" -> {
          boolean isReady = ready.getAsBoolean();
          health(exchange, isReady, isReady ? "ready" : "not ready");
        }
        default -> send(exchange, 404, "not found");
      }
    }
  }

  private static void health(HttpExchange exchange, boolean good, String text) throws IOException {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      send(exchange, 405, "method not allowed");
    } else {
      send(exchange, good ? 200 : 503, text);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}

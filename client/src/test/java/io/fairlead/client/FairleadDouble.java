package io.fairlead.client;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/// A server that answers what the test says, in order; the last answer is given for good.
final class FairleadDouble implements AutoCloseable {
  record Answer(int status, String body) {}

  final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Answer> answers = new CopyOnWriteArrayList<>();
  final List<String> lastEvents = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  FairleadDouble() throws IOException {
    this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  static FairleadDouble withTls(SSLContext identity) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return new FairleadDouble(server);
  }

  private FairleadDouble(HttpServer server) {
    this.server = server;
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " " + exchange.getRequestURI().getRawPath()
                  + " " + exchange.getRequestHeaders().getFirst("Authorization"));
          lastEvents.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
          Answer answer = answers.size() > 1 ? answers.remove(0) : answers.get(0);
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  FairleadDouble then(int status, String body) {
    answers.add(new Answer(status, body));
    return this;
  }

  FairleadDouble resolves(String password, int version, String fallback) {
    return then(
        200,
        """
        {"id":"u7","name":"shop","jdbc_url":"jdbc:target:shop","properties":{"sslmode":"require"},
        "user":"app","password":"%s","secret_version":%d,"fallback":%s}"""
            .formatted(password, version, fallback));
  }

  String url() {
    return url(60);
  }

  String url(int resolveTimeout) {
    return "jdbc:fairlead://127.0.0.1:" + server.getAddress().getPort()
        + "/shop?plain=true&resolve_timeout=" + resolveTimeout;
  }

  /// Over TLS, with what a test adds.
  String tlsUrl(String query) {
    return "jdbc:fairlead://localhost:" + server.getAddress().getPort() + "/shop" + query;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

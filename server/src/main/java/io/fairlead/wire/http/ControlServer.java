package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.session.Caller;
import io.fairlead.session.CallerSignIn;
import io.fairlead.session.ControlPlane;
import io.fairlead.session.SignIn;
import io.fairlead.wire.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// The control plane over HTTP: health for everybody, the rest for callers who prove a role or show a
/// token. It answers to its own names alone (a page in a browser that was led here by DNS gets
/// nothing), and knows no CORS.
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ControlServer.class.getName());
  private static final int HEADER_BYTES = 16 << 10;
  private static final int IDLE_MILLIS = 30_000;
  private static final int THREADS = 64;
  private static final byte[] NO_CONTENT = {};
  private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH", "DELETE");

  /// What a server is made of.
  ///
  /// @param hosts the names by which clients may call it, without ports, lower case
  /// @param tls empty for plain HTTP
  /// @param ready whether clients of the database protocols are being served
  /// @param gauges for `/metrics`
  public record Parts(
      InetSocketAddress address,
      Set<String> hosts,
      Optional<TlsIdentity> tls,
      BooleanSupplier ready,
      ControlPlane plane,
      SignIn signIn,
      CallerSignIn callers,
      OptionWords words,
      List<TypeView> types,
      String version,
      Supplier<Map<String, Number>> gauges) {}

  private final Parts parts;
  private final Routes routes;
  private final EventStream events;
  private final Counters counters;
  private final byte[] openApi;
  private volatile boolean stopping;
  private @Nullable Server server;
  private @Nullable ServerConnector connector;

  public ControlServer(Parts parts) {
    this.parts = parts;
    this.routes = new Routes(parts.plane(), parts.signIn(), parts.words());
    this.events = new EventStream(parts.plane(), () -> stopping);
    this.counters = new Counters(parts.gauges());
    this.openApi = Json.write(new OpenApi(parts.types(), parts.version()).document());
  }

  public void start() throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Server made = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setRequestHeaderSize(HEADER_BYTES);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    ServerConnector port =
        parts.tls().isPresent()
            ? new ServerConnector(made, 1, 1, tls(parts.tls().get()), http)
            : new ServerConnector(made, 1, 1, http);
    port.setHost(parts.address().getHostString());
    port.setPort(parts.address().getPort());
    port.setIdleTimeout(IDLE_MILLIS);
    made.addConnector(port);
    made.setHandler(new Everything());
    made.setStopTimeout(0);
    try {
      made.start();
    } catch (IOException failure) {
      throw failure.getCause() instanceof BindException taken ? taken : failure;
    } catch (Exception failure) {
      throw new IOException("the HTTP port did not open", failure);
    }
    server = made;
    connector = port;
  }

  private static SslConnectionFactory tls(TlsIdentity identity) {
    SslContextFactory.Server factory = new SslContextFactory.Server();
    factory.setSslContext(identity.context());
    factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return new SslConnectionFactory(factory, "http/1.1");
  }

  /// The real port when 0 was asked for.
  public int port() {
    if (connector == null) {
      throw new IllegalStateException("not started");
    }
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    stopping = true;
    if (server != null) {
      try {
        server.stop();
      } catch (Exception failure) {
        LOG.log(
            Logger.Level.WARNING,
            "the HTTP port did not close ({0})",
            failure.getClass().getName());
      }
    }
  }

  private final class Everything extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws Exception {
      List<String> path = path(request);
      String route = path.isEmpty() ? "" : path.getFirst();
      try {
        if (route.equals("events")) {
          stream(request, response, path, callback);
          return true;
        }
        Answer answer = answer(request, path);
        counters.count(answer.status() == 404 ? "none" : route, answer.status());
        send(request, response, answer, callback);
      } catch (RuntimeException bug) {
        LOG.log(
            Logger.Level.ERROR, "a request failed ({0})", bug.getClass().getName());
        counters.count(route, 500);
        send(request, response, HttpProblem.of(500, "internal error"), callback);
      }
      return true;
    }
  }

  private Answer answer(Request request, List<String> path) throws IOException {
    if (!isOurs(request)) {
      return HttpProblem.of(421, "this server does not answer for that host");
    }
    if (path.isEmpty()) {
      return HttpProblem.of(404, "no such resource");
    }
    if (path.getFirst().equals("health")) {
      return health(request, path);
    }
    Optional<Caller> caller = caller(request);
    if (caller.isEmpty()) {
      return HttpProblem.of(401, "sign in with a role's password or a token")
          .with("WWW-Authenticate", "Basic realm=\"fairlead\", Bearer");
    }
    if (path.equals(List.of("metrics"))) {
      return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", counters.text());
    }
    if (path.equals(List.of("openapi.json"))) {
      return Answer.text(200, Answer.JSON, new String(openApi, StandardCharsets.UTF_8));
    }
    return called(request, path, caller.get());
  }

  private Answer called(Request request, List<String> path, Caller caller) throws IOException {
    byte[] content = NO_CONTENT;
    if (WRITING.contains(request.getMethod())) {
      content = body(request);
      if (content.length > Limits.REQUEST_BODY) {
        return HttpProblem.of(413, "a body may have " + Limits.REQUEST_BODY + " bytes");
      }
      if (content.length > 0 && !isJson(header(request, "Content-Type").orElse(""))) {
        return HttpProblem.of(415, "the body must be " + Answer.JSON);
      }
    }
    return routes.answer(call(request, path, caller, content));
  }

  private static boolean isJson(String type) {
    return type.toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip().equals(Answer.JSON);
  }

  private static byte[] body(Request request) throws IOException {
    if (!request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        && request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) <= 0) {
      return NO_CONTENT; // Reading nothing would cost a buffer.
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      return in.readNBytes(Limits.REQUEST_BODY + 1);
    }
  }

  private static Call call(Request request, List<String> path, Caller caller, byte[] content) {
    return new Call(
        request.getMethod(),
        path,
        query(request),
        caller,
        header(request, "If-Match"),
        header(request, "Last-Event-ID"),
        content);
  }

  private Answer health(Request request, List<String> path) {
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      return Answer.text(405, "text/plain; charset=utf-8", "method not allowed\n")
          .with("Allow", "GET, HEAD");
    }
    if (path.equals(List.of("health", "live"))) {
      return health(true, "live");
    }
    if (path.equals(List.of("health", "ready"))) {
      boolean isReady = parts.ready().getAsBoolean();
      return health(isReady, isReady ? "ready" : "not ready");
    }
    return Answer.text(404, "text/plain; charset=utf-8", "not found\n");
  }

  private static Answer health(boolean good, String text) {
    return Answer.text(good ? 200 : 503, "text/plain; charset=utf-8", text + "\n");
  }

  /// A request for a host that is not ours, or from a page of another one, is not answered: a browser
  /// could have been made to send it.
  private boolean isOurs(Request request) {
    String host = header(request, "Host").orElse("");
    Optional<String> origin = header(request, "Origin");
    return isOurName(name(host))
        && (origin.isEmpty() || origin.get().equalsIgnoreCase(scheme() + host));
  }

  private String scheme() {
    return parts.tls().isPresent() ? "https://" : "http://";
  }

  private boolean isOurName(String host) {
    return parts.hosts().contains(host) || parts.hosts().contains(host.toLowerCase(Locale.ROOT));
  }

  private static String name(String authority) {
    int port = authority.lastIndexOf(':');
    return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
  }

  private Optional<Caller> caller(Request request) {
    String given = header(request, "Authorization").orElse("");
    if (given.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return parts.callers().byToken(given.substring(7).strip());
    }
    if (!given.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      String pair =
          new String(
              Base64.getDecoder().decode(given.substring(6).strip()), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : parts.callers().byPassword(pair.substring(0, colon), pair.substring(colon + 1));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private void stream(Request request, Response response, List<String> path, Callback callback)
      throws Exception {
    Optional<Caller> caller = isOurs(request) ? caller(request) : Optional.empty();
    if (caller.isEmpty() || path.size() != 1 || !request.getMethod().equals("GET")) {
      send(request, response, answer(request, List.of("no-events")), callback);
      return;
    }
    Call call = call(request, path, caller.get(), new byte[0]);
    long start = events.start(call);
    Answer refused = null;
    if (!caller.get().may(io.fairlead.model.TokenPermission.CONNECTIONS_READ)) {
      refused = HttpProblem.of(Refusal.of(ProblemKind.FORBIDDEN, "the token does not permit this"));
    } else if (start < 0) {
      refused = HttpProblem.of(410, "there is no such event in this catalog");
    } else if (!events.take()) {
      refused = HttpProblem.of(503, "too many streams of events are open");
    }
    if (refused != null) {
      send(request, response, refused, callback);
      return;
    }
    counters.count("events", 200);
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      events.send(caller.get(), start, out);
      callback.succeeded();
    } catch (IOException gone) {
      callback.failed(gone);
    } finally {
      events.giveBack();
    }
  }

  private static void send(
      Request request, Response response, Answer answer, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON);
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    byte[] bytes = new byte[0];
    if (answer.body() instanceof String text) {
      bytes = text.getBytes(StandardCharsets.UTF_8);
    } else if (answer.body() != null) {
      bytes = Json.write(answer.body());
    } else {
      response.getHeaders().remove(HttpHeader.CONTENT_TYPE);
    }
    if (answer.status() != 204) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    }
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes), callback);
  }

  private static Optional<String> header(Request request, String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  private static List<String> path(Request request) {
    List<String> parts = new ArrayList<>();
    String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("/");
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(decoded(part));
      }
    }
    return parts;
  }

  private static Map<String, String> query(Request request) {
    String query = request.getHttpURI().getQuery();
    if (query == null) {
      return Map.of();
    }
    Map<String, String> found = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        found.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return found;
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException wrongEscape) {
      return text;
    }
  }
}

package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.session.Caller;
import io.fairlead.session.CallerSignIn;
import io.fairlead.session.ControlPlane;
import io.fairlead.session.SignIn;
import io.fairlead.session.SignInThrottle;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
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
  private static final int THREADS = 64;
  private static final byte[] NO_CONTENT = {};
  private static final Set<String> WRITING = Set.of("POST", "PUT", "PATCH", "DELETE");

  /// What a server is made of.
  ///
  /// @param hosts the names by which clients may call it, without ports, lower case
  /// @param tls empty for plain HTTP
  /// @param ready whether clients of the database protocols are being served
  /// @param gauges for `/metrics`
  /// @param nanoTime a monotonic clock in nanoseconds, such as [System#nanoTime]
  public record Parts(
      InetSocketAddress address,
      Set<String> hosts,
      Optional<TlsIdentity> tls,
      BooleanSupplier ready,
      ControlPlane plane,
      SignIn signIn,
      CallerSignIn callers,
      SignInThrottle throttle,
      OptionWords words,
      List<TypeView> types,
      String version,
      Supplier<Map<String, Number>> gauges,
      LongSupplier nanoTime) {}

  private final Parts parts;
  private final Callers callers;
  private final OpenConnections open;
  private final Routes routes;
  private final EventStream events;
  private final Counters counters;
  private final byte[] openApi;
  private volatile boolean stopping;
  private @Nullable Server server;
  private @Nullable ServerConnector connector;

  public ControlServer(Parts parts) {
    this.parts = parts;
    this.callers = new Callers(parts.callers(), parts.throttle());
    this.open = new OpenConnections(Limits.OPEN_SOCKETS, parts.nanoTime());
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
    configuration.setRequestHeaderSize(Limits.HTTP_HEAD_BYTES);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    ServerConnector port =
        parts.tls().isPresent()
            ? new ServerConnector(made, 1, 1, tls(parts.tls().get()), http)
            : new ServerConnector(made, 1, 1, http);
    port.setHost(parts.address().getHostString());
    port.setPort(parts.address().getPort());
    port.setIdleTimeout(Limits.HTTP_IDLE.toMillis());
    port.addBean(open);
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
    open.start();
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
    open.close();
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
      open.unlimited(request);
      Callback done = Callback.from(() -> open.within(Limits.HTTP_IDLE, request), callback);
      List<String> path = path(request);
      try {
        Answer answer = answer(request, path);
        counters.count(path, answer.status());
        leaveNoBody(request, response);
        if (answer.body() instanceof EventStream.Place place) {
          stream(place, request, response, done);
        } else {
          send(request, response, answer, done);
        }
      } catch (RuntimeException bug) {
        LOG.log(
            Logger.Level.ERROR, "a request failed ({0})", bug.getClass().getName());
        counters.count(path, 500);
        leaveNoBody(request, response);
        send(request, response, HttpProblem.of(500, "internal error"), done);
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
    try {
      return known(request, path, callers.of(request));
    } catch (NotSignedIn unknown) {
      return unknown.answer();
    }
  }

  private Answer known(Request request, List<String> path, Caller caller) throws IOException {
    if (path.equals(List.of("metrics"))) {
      return read(request, "text/plain; version=0.0.4; charset=utf-8", counters::text);
    }
    if (path.equals(List.of("openapi.json"))) {
      return read(request, Answer.JSON, () -> new String(openApi, StandardCharsets.UTF_8));
    }
    if (path.equals(List.of("events"))) {
      return Routes.answer(call(request, path, caller, NO_CONTENT), events::answer);
    }
    return called(request, path, caller);
  }

  private static Answer read(Request request, String type, Supplier<String> text) {
    return isRead(request)
        ? Answer.text(200, type, text.get())
        : HttpProblem.of(405, "method not allowed").with("Allow", "GET, HEAD");
  }

  private static boolean isRead(Request request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
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

  private byte[] body(Request request) throws IOException {
    if (!request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)
        && request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) <= 0) {
      return NO_CONTENT; // Reading nothing would cost a buffer.
    }
    open.within(Limits.HALF_MESSAGE, request);
    try (InputStream in = Content.Source.asInputStream(request)) {
      return in.readNBytes(Limits.REQUEST_BODY + 1);
    } finally {
      open.unlimited(request);
    }
  }

  /// A body that the answer did not need may still be on its way, and stands before the next request
  /// of its connection. It is read; when it is too large for that, or has yet to be asked for
  /// (`Expect`), the client is told that the connection ends here, for otherwise its next request
  /// would fail on it.
  private void leaveNoBody(Request request, Response response) {
    boolean left = request.getHeaders().contains(HttpHeader.EXPECT);
    try {
      left = left || body(request).length > Limits.REQUEST_BODY;
    } catch (IOException broken) {
      left = true;
    }
    if (left && !request.consumeAvailable()) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
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
    if (!isRead(request)) {
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

  private void stream(
      EventStream.Place place, Request request, Response response, Callback callback) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      events.send(
          place, () -> callers.isStillGood(request), text -> write(text, out, request));
      callback.succeeded();
    } catch (IOException gone) {
      callback.failed(gone);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      callback.failed(stopped);
    } finally {
      events.giveBack();
    }
  }

  private void write(String text, OutputStream out, Request request) throws IOException {
    open.within(Limits.WRITE, request);
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    open.unlimited(request);
  }

  private void send(
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
    open.within(Limits.HTTP_ANSWER, request);
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

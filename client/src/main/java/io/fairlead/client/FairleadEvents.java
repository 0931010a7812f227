package io.fairlead.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows the server's events and tells subscribers of changes, so that a pool can retire its idle
/// links. Events may come twice, and after a long silence some may be lost; a listener runs on the
/// one thread of this object and should return soon.
public final class FairleadEvents implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final int LINE_MOST_BYTES = 1 << 20;
  private static final byte[] END = new byte[0];

  private final FairleadUrl url;
  private final HttpClient http;
  private final Duration silence;
  private final Time time;
  private final Map<String, Consumer<ConnectionChanged>> listeners = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "fairlead-events");
  private String last = "";
  private long pause = FIRST_PAUSE_MILLIS;

  FairleadEvents(FairleadUrl url, HttpClient http, Duration silence, Time time) {
    this.url = url;
    this.http = http;
    this.silence = silence;
    this.time = time;
  }

  /// Follows the server of a `jdbc:fairlead:` URL, whose connection is of no account here.
  public static FairleadEvents follow(String url, Properties info) throws SQLException {
    FairleadUrl parsed = FairleadUrl.parse(url, info);
    HttpClient http = FairleadDriver.newClient(parsed.settings().getOrDefault("ca", ""));
    return new FairleadEvents(parsed, http, SILENCE, Time.REAL).start();
  }

  FairleadEvents start() {
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /// One listener a name; the name is the full one, `fairlead.public.shop`.
  public void subscribe(String connection, Consumer<ConnectionChanged> listener) {
    listeners.put(connection, listener);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        try {
          listen();
        } catch (IOException e) {
          // The server is away, or silent: the next turn finds out.
        }
        time.sleep(pause);
        pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.server() + "/events"))
            .timeout(silence)
            .header("Accept", "text/event-stream");
    if (!last.isEmpty()) {
      request.header("Last-Event-ID", last);
    }
    Resolver.signIn(url, request);
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
    Chunks chunks = new Chunks();
    answer.body().subscribe(chunks);
    try {
      if (answer.statusCode() == 200) {
        read(chunks);
      }
    } finally {
      chunks.cancel();
    }
  }

  private void read(Chunks chunks) throws IOException, InterruptedException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    Map<String, String> event = new java.util.HashMap<>();
    for (byte[] chunk = chunks.next(silence); chunk.length > 0; chunk = chunks.next(silence)) {
      pause = FIRST_PAUSE_MILLIS;
      for (byte b : chunk) {
        if (b != '\n') {
          line.write(b);
        } else {
          line(line.toString(StandardCharsets.UTF_8).stripTrailing(), event);
          line.reset();
        }
        if (line.size() > LINE_MOST_BYTES) {
          throw new IOException("a line is too long");
        }
      }
    }
  }

  private void line(String line, Map<String, String> event) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      event.put(line.substring(0, colon), line.substring(colon + 1).strip());
    } else if (line.isEmpty()) {
      String data = event.get("data");
      if (data != null) {
        tell(data);
      }
      last = event.getOrDefault("id", last);
      event.clear();
    }
  }

  private void tell(String data) {
    Map<?, ?> json;
    try {
      json = Json.object(data);
    } catch (IllegalArgumentException e) {
      return;
    }
    Set<String> names = new HashSet<>();
    if ("connection".equals(json.get("kind")) && json.get("name") instanceof String name) {
      names.add(name);
    }
    if (json.get("connections") instanceof List<?> given) {
      given.forEach(name -> names.add(String.valueOf(name)));
    }
    long sequence = json.get("sequence") instanceof Double number ? number.longValue() : 0;
    for (String name : names) {
      Consumer<ConnectionChanged> listener = listeners.get(name);
      if (listener != null) {
        told(listener, new ConnectionChanged(name, String.valueOf(json.get("change")), sequence));
      }
    }
  }

  private static void told(Consumer<ConnectionChanged> listener, ConnectionChanged changed) {
    try {
      listener.accept(changed);
    } catch (RuntimeException e) {
      System.getLogger("io.fairlead.client")
          .log(System.Logger.Level.WARNING, "a listener failed on " + changed, e);
    }
  }

  /// Takes one chunk at a time, so that a slow listener slows the server and fills no memory.
  private static final class Chunks implements Flow.Subscriber<List<ByteBuffer>> {
    private final LinkedBlockingQueue<byte[]> read = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription source;

    byte[] next(Duration silence) throws IOException, InterruptedException {
      byte[] chunk = read.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
      if (chunk == null) {
        throw new IOException("the server is silent");
      }
      Flow.Subscription from = source;
      if (from != null) {
        from.request(1);
      }
      return chunk;
    }

    void cancel() {
      Flow.Subscription from = source;
      if (from != null) {
        from.cancel();
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      source = subscription;
      subscription.request(1); // here, since the publisher may subscribe later than it was asked
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        all.writeBytes(bytes);
      }
      read.add(all.toByteArray());
    }

    @Override
    public void onError(Throwable problem) {
      read.add(END);
    }

    @Override
    public void onComplete() {
      read.add(END);
    }
  }
}

package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/// One connection to a service that speaks HTTP/1.1. One request after another goes over it, each
/// with its own deadline. It follows no redirect, tries nothing twice and never dials again: once the
/// service has closed it, it is not open. Used by one thread at a time but for [#abort].
public final class HttpLine implements AutoCloseable {
  private static final Http1Config CONFIG =
      Http1Config.custom()
          // The library refuses at these numbers already, and counts the end of a line as part of it.
          .setMaxHeaderCount(Limits.HTTP_HEADERS + 1)
          .setMaxLineLength(Limits.HTTP_LINE + 2)
          .setMaxEmptyLineCount(1)
          .build();

  /// A body of this size is not sent before the service has agreed to it, so that a refusal is read.
  private static final int ASK_FIRST_BYTES = 1 << 16;

  /// A read ends at the deadline by itself and tells why; the line is cut a little later.
  private static final int READS_END_FIRST_MILLIS = 100;

  private final HttpAddress address;
  private final Socket plain;
  private final DefaultBHttpClientConnection connection;
  private @Nullable Line kept;
  private boolean answered;
  private boolean inAnswer;

  /// @param plain what carries `socket`: closing it ends everything at once
  HttpLine(HttpAddress address, Socket plain, Socket socket) throws IOException {
    this.address = address;
    this.plain = plain;
    // The parser is handed over since the library would make one with its own limits.
    this.connection =
        new DefaultBHttpClientConnection(
            CONFIG, null, null, null, null, null, _ -> new DefaultHttpResponseParser(CONFIG));
    connection.bind(socket);
  }

  /// Connects, and records the steps: resolve, connect, TLS.
  ///
  /// @param tls counts for an address that is encrypted
  public static HttpLine open(HttpAddress address, Tls tls, Attempt attempt, Reveal permission)
      throws StepFailed {
    return open(address, tls, Optional.empty(), attempt, permission);
  }

  /// @param via the tunnel connection to go through
  public static HttpLine open(
      HttpAddress address,
      Tls tls,
      Optional<ObjectId> via,
      Attempt attempt,
      Reveal permission)
      throws StepFailed {
    Socket plain = attempt.dial(address.endpoint(), via);
    if (address.encrypted()) {
      String host = address.endpoint().host();
      return attempt.step(
          "TLS",
          () -> new HttpLine(address, plain, tls.over(plain, host, attempt, permission)));
    }
    try {
      return new HttpLine(address, plain, plain);
    } catch (IOException failure) {
      throw Causes.of(failure, attempt.deadline());
    }
  }

  /// A line over what was dialled without an attempt.
  static HttpLine kept(HttpAddress address, BoundedSocket plain, Socket socket)
      throws IOException {
    HttpLine line = new HttpLine(address, plain, socket);
    line.kept = new Line(List.of(plain), List.of());
    return line;
  }

  /// Takes over what the attempt has dialled: from now on it is this line's to close.
  public void keep(Attempt attempt) {
    kept = attempt.keep();
  }

  public HttpAddress address() {
    return address;
  }

  /// Sends a request and reads the answer up to its body, which must be read to its end before the
  /// next request.
  public HttpAnswer send(HttpRequest request, Deadline deadline) throws StepFailed {
    return send(request, false, deadline);
  }

  /// @param last whether the service may close the connection behind its answer
  HttpAnswer send(HttpRequest request, boolean last, Deadline deadline) throws StepFailed {
    if (kept != null) {
      kept.bound(deadline);
    }
    inAnswer = true;
    // A write to a peer that does not read cannot be bounded by the socket itself.
    CompletableFuture<Boolean> late =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(
                true, deadline.leftMillis() + READS_END_FIRST_MILLIS, TimeUnit.MILLISECONDS);
    var _ =
        late.thenAccept(
            isLate -> {
              if (isLate) {
                abort();
              }
            });
    HttpAnswer answer;
    try {
      answer = exchange(message(request, last), deadline);
    } catch (StepFailed failed) {
      close();
      throw failed;
    } finally {
      late.complete(false);
    }
    answered = true;
    return answer;
  }

  private HttpAnswer exchange(BasicClassicHttpRequest message, Deadline deadline)
      throws StepFailed {
    try {
      HttpCoreContext context = HttpCoreContext.create();
      ClassicHttpResponse response =
          new HttpRequestExecutor().execute(message, connection, context);
      boolean staysOpen =
          DefaultConnectionReuseStrategy.INSTANCE.keepAlive(message, response, context)
              && connection.isOpen();
      return new HttpAnswer(this, response, staysOpen, deadline);
    } catch (MessageConstraintException tooMuch) {
      throw new StepFailed("the headers of the answer are too many or too long");
    } catch (HttpException violation) {
      throw notHttp();
    } catch (NoHttpResponseException closed) {
      throw new StepFailed(
              "the server closed the connection without an answer",
              address.encrypted() || answered
                  ? null
                  : "It may want TLS: then the URL begins with https.")
          .withoutAnswer();
    } catch (SSLException | SocketException ended) {
      if (!address.encrypted() || answered || deadline.hasPassed() || SentTooMuch.isIn(ended)) {
        throw Causes.of(ended, deadline);
      }
      // TLS 1.3 tells a client that its certificate is not good enough only now.
      throw new StepFailed(
          "the server ended the connection after TLS",
          "It may want a client certificate that it knows.");
    } catch (IOException failure) {
      throw Causes.of(failure, deadline);
    }
  }

  private BasicClassicHttpRequest message(HttpRequest request, boolean last) {
    BasicClassicHttpRequest message =
        new BasicClassicHttpRequest(request.method(), request.target());
    request.headers().forEach(message::setHeader);
    message.setHeader("Host", address.authority());
    message.setHeader("User-Agent", "fairlead");
    if (last) {
      message.setHeader("Connection", "close");
    }
    int length = request.body().length;
    if (length > 0 || request.method().equals("POST") || request.method().equals("PUT")) {
      message.setHeader("Content-Length", length);
      message.setEntity(new ByteArrayEntity(request.body(), null));
    }
    if (length > ASK_FIRST_BYTES) {
      message.setHeader("Expect", "100-continue");
    }
    return message;
  }

  private StepFailed notHttp() {
    return new StepFailed(
        "the peer does not speak HTTP",
        address.encrypted()
            ? "Check the host and the port."
            : "Check the host and the port; the port may want TLS.");
  }

  /// The answer was read to its end.
  void answerEnded(boolean staysOpen) {
    inAnswer = false;
    if (!staysOpen) {
      close();
    }
  }

  /// False once it is known to be closed, or while an answer has not been read to its end.
  public boolean isOpen() {
    Line line = kept;
    return !inAnswer && connection.isOpen() && (line == null || line.isOpen());
  }

  /// Whether the service has not closed it meanwhile. Sends nothing.
  public boolean isUsable(Deadline deadline) {
    if (kept != null) {
      kept.bound(deadline);
    }
    try {
      return isOpen() && !connection.isStale();
    } catch (IOException broken) {
      return false;
    }
  }

  /// Breaks it off at once, from any thread.
  public void abort() {
    Quietly.close(plain);
  }

  @Override
  public void close() {
    abort();
    Quietly.close(connection);
    if (kept != null) {
      kept.close();
    }
  }
}

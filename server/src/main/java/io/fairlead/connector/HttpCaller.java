package io.fairlead.connector;

import io.fairlead.base.Limits;
import io.fairlead.model.ObjectId;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.jspecify.annotations.Nullable;

/// Calls one service over HTTP/1.1, each request on a socket of its own from an [Attempt], so under
/// its egress policy, its tunnel, its deadline and its bound on bytes. Used by one thread.
///
/// It follows no redirect: one would take the credentials, or the request, to a host that nobody has
/// configured. It knows no proxy, no cookie and no cache, and tries nothing twice.
public final class HttpCaller {
  private static final Http1Config CONFIG =
      Http1Config.custom()
          // The library refuses at these numbers already, and counts the end of a line as part of it.
          .setMaxHeaderCount(Limits.HTTP_HEADERS + 1)
          .setMaxLineLength(Limits.HTTP_LINE + 2)
          .setMaxEmptyLineCount(1)
          .build();

  private final HttpAddress address;
  private final Optional<ObjectId> via;
  private final Tls tls;
  private final Attempt attempt;
  private final Reveal permission;
  private @Nullable Socket ready;

  /// @param via the tunnel connection to go through
  /// @param tls counts for addresses that are encrypted
  public HttpCaller(
      HttpAddress address,
      Optional<ObjectId> via,
      Tls tls,
      Attempt attempt,
      Reveal permission) {
    this.address = address;
    this.via = via;
    this.tls = tls;
    this.attempt = attempt;
    this.permission = permission;
  }

  /// Makes the connection for the first call, and records the steps: resolve, connect, TLS.
  public void connect() throws StepFailed {
    Socket plain = attempt.dial(address.endpoint(), via);
    ready = address.encrypted() ? attempt.step("TLS", () -> encrypt(plain)) : plain;
  }

  /// Sends a request and reads the whole answer, inside a running step.
  ///
  /// @return an answer of whatever status but a redirect
  public HttpResponse call(HttpRequest request) throws StepFailed, IOException {
    Socket open = ready;
    ready = null;
    if (open == null) {
      Socket plain = attempt.dialWithin(address.endpoint(), via);
      open = address.encrypted() ? encrypt(plain) : plain;
    }
    attempt.note("");
    HttpResponse response = exchange(request, open);
    if (response.status() / 100 == 3) {
      StepFailed redirected =
          new StepFailed(
              "the server redirects to another address (status " + response.status() + ")",
              "Redirects are not followed. Set the address to the one that answers itself.");
      // For now another one would answer, as where a standby leads to the active node.
      throw response.status() == 307 ? redirected.withoutAnswer() : redirected;
    }
    return response;
  }

  private Socket encrypt(Socket plain) throws StepFailed, IOException {
    return tls.over(plain, address.endpoint().host(), attempt, permission);
  }

  private HttpResponse exchange(HttpRequest request, Socket socket)
      throws StepFailed, IOException {
    DefaultBHttpClientConnection connection = connection();
    try {
      connection.bind(socket);
      ClassicHttpResponse response =
          new HttpRequestExecutor()
              .execute(message(request), connection, HttpCoreContext.create());
      return new HttpResponse(response.getCode(), headers(response), body(response));
    } catch (HttpException violation) {
      throw notHttp();
    } catch (MessageConstraintException tooMuch) {
      throw new StepFailed("the headers of the answer are too many or too long");
    } catch (NoHttpResponseException closed) {
      throw new StepFailed(
              "the server closed the connection without an answer",
              address.encrypted() ? null : "It may want TLS: then the URL begins with https.")
          .withoutAnswer();
    } catch (SSLException | SocketException ended) {
      if (!address.encrypted() || attempt.deadline().hasPassed()) {
        throw ended;
      }
      // TLS 1.3 tells a client that its certificate is not good enough only now.
      throw new StepFailed(
          "the server ended the connection after TLS",
          "It may want a client certificate that it knows.");
    } finally {
      // The answer is whole or it failed already: a server that was first to close says nothing new.
      Quietly.close(connection);
      Quietly.close(socket);
    }
  }

  /// The parser is handed over since the library would make one with its own limits.
  private static DefaultBHttpClientConnection connection() {
    return new DefaultBHttpClientConnection(
        CONFIG, null, null, null, null, null, _ -> new DefaultHttpResponseParser(CONFIG));
  }

  private BasicClassicHttpRequest message(HttpRequest request) {
    BasicClassicHttpRequest message =
        new BasicClassicHttpRequest(request.method(), request.target());
    request.headers().forEach(message::setHeader);
    message.setHeader("Host", address.authority());
    message.setHeader("User-Agent", "fairlead");
    message.setHeader("Connection", "close");
    if (request.body().length > 0 || request.method().equals("POST")) {
      message.setHeader("Content-Length", request.body().length);
      message.setEntity(new ByteArrayEntity(request.body(), null));
    }
    return message;
  }

  private static Map<String, String> headers(ClassicHttpResponse response) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : response.getHeaders()) {
      headers.put(header.getName(), String.valueOf(header.getValue()));
    }
    return Collections.unmodifiableMap(headers);
  }

  private static byte[] body(ClassicHttpResponse response) throws StepFailed, IOException {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new byte[0];
    }
    InputStream content = entity.getContent();
    byte[] body = content.readNBytes(Limits.HTTP_BODY + 1);
    if (body.length > Limits.HTTP_BODY) {
      throw new StepFailed("the answer is larger than " + Limits.HTTP_BODY + " bytes");
    }
    return body;
  }

  private StepFailed notHttp() {
    return new StepFailed(
        "the peer does not speak HTTP",
        address.encrypted()
            ? "Check the host and the port."
            : "Check the host and the port; the port may want TLS.");
  }
}

package io.fairlead.connector;

import io.fairlead.model.ObjectId;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calls one service over HTTP/1.1, each request on a socket of its own from an [Attempt], so under
/// its egress policy, its tunnel, its deadline and its bound on bytes. Used by one thread.
///
/// It follows no redirect: one would take the credentials, or the request, to a host that nobody has
/// configured. It knows no proxy, no cookie and no cache, and tries nothing twice.
public final class HttpCaller {
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
    // The answer is whole or it failed already: a server that was first to close says nothing new.
    try (HttpLine line = new HttpLine(address, socket, socket)) {
      return line.send(request, true, attempt.deadline()).whole();
    } finally {
      Quietly.close(socket);
    }
  }
}

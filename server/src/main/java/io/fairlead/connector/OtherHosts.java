package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// The hosts to which a service sends who reads from it, dialled when the attempt of the link is long
/// over. What holds for every way out holds here: a name is resolved once and checked against the
/// egress policy, TLS proves the host by its own name, and every request has its deadline.
///
/// Nobody has configured these hosts. So nothing that proves who asks may be sent to them but what
/// the service itself has put into their URL. Used by one thread at a time but for [#abort].
public final class OtherHosts implements AutoCloseable {
  private final Dialer dialer;
  private final Tls.Layer layer;
  private volatile @Nullable HttpLine last;
  private volatile boolean aborted;

  OtherHosts(Dialer dialer, Tls.Layer layer) {
    this.dialer = dialer;
    this.layer = layer;
  }

  /// A line to a host: the one of last time where it leads there and is open yet, else a new one.
  public HttpLine line(HttpAddress address, Deadline deadline) throws StepFailed {
    HttpLine open = last;
    if (open != null && open.address().equals(address) && open.isUsable(deadline)) {
      return open;
    }
    close();
    HttpLine dialled;
    try {
      dialled = dial(address, deadline);
    } catch (StepFailed failed) {
      throw failed.at("redirect");
    }
    last = dialled;
    if (aborted) {
      close();
    }
    return dialled;
  }

  private HttpLine dial(HttpAddress address, Deadline deadline) throws StepFailed {
    Endpoint endpoint = address.endpoint();
    Socket plain =
        dialer.connectToFirst(
            dialer.resolve(endpoint.host(), deadline), endpoint.port(), deadline);
    try {
      BoundedSocket bounded = new BoundedSocket(plain, deadline, Limits.PROBE_BYTES);
      if (!address.encrypted()) {
        return HttpLine.kept(address, bounded, bounded);
      }
      SSLSocket encrypted = layer.forHost(endpoint.host()).over(bounded);
      encrypted.startHandshake();
      return HttpLine.kept(address, bounded, encrypted);
    } catch (IOException failure) {
      Quietly.close(plain);
      throw Tls.cause(failure).orElseGet(() -> Causes.of(failure, deadline));
    }
  }

  /// Breaks off what runs, from any thread.
  public void abort() {
    aborted = true;
    HttpLine open = last;
    if (open != null) {
      open.abort();
    }
  }

  @Override
  public void close() {
    HttpLine open = last;
    if (open != null) {
      open.close();
    }
  }
}

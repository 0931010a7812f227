package io.fairlead.wire;

import java.io.IOException;

/// The socket failed while a session was sending rows. Unchecked, because a [io.fairlead.sql.Sink]
/// knows no sockets.
public final class ClientGone extends RuntimeException {
  private final IOException reason;

  public ClientGone(IOException reason) {
    super(reason);
    this.reason = reason;
  }

  public IOException reason() {
    return reason;
  }
}

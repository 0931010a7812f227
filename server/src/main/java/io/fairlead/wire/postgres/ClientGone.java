package io.fairlead.wire.postgres;

import java.io.IOException;

/// The socket failed while a session was sending rows. Unchecked, because a [io.fairlead.sql.Sink]
/// knows no sockets.
final class ClientGone extends RuntimeException {
  private final IOException reason;

  ClientGone(IOException reason) {
    super(reason);
    this.reason = reason;
  }

  IOException reason() {
    return reason;
  }
}

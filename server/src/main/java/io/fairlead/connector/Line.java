package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.util.List;

/// The sockets and tunnels under a link. Each use of the link bounds it anew.
public final class Line implements AutoCloseable {
  private final List<BoundedSocket> sockets;
  private final List<Tunnel> tunnels;

  Line(List<BoundedSocket> sockets, List<Tunnel> tunnels) {
    this.sockets = List.copyOf(sockets);
    this.tunnels = tunnels;
  }

  /// From now on every read ends at the deadline. How much may be read is for the link to bound:
  /// it knows where one answer ends.
  public void bound(Deadline deadline) {
    sockets.forEach(socket -> socket.bound(deadline, Long.MAX_VALUE));
  }

  /// False once a part of it is known to be closed. True is no proof.
  public boolean isOpen() {
    return sockets.stream().noneMatch(BoundedSocket::isClosed)
        && tunnels.stream().allMatch(Tunnel::isOpen);
  }

  /// From any thread: a read that waits ends with an error.
  @Override
  public void close() {
    sockets.reversed().forEach(Quietly::close);
    tunnels.forEach(Tunnel::close);
  }
}

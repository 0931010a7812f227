package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/// The one way out to the network: a name is resolved once, every address is checked against the
/// egress policy, and the checked address is what gets connected to.
public interface Dialer {
  /// @return the allowed addresses, never empty
  /// @throws StepFailed when the name is unknown, the deadline passes or the policy refuses
  List<InetAddress> resolve(String host, Deadline deadline) throws StepFailed;

  /// A plain connected socket.
  ///
  /// @param address one that [#resolve] gave
  Socket connect(InetAddress address, int port, Deadline deadline) throws StepFailed;

  /// A plain socket that is connected to the first of these addresses that lets it.
  default Socket connectToFirst(List<InetAddress> addresses, int port, Deadline deadline)
      throws StepFailed {
    StepFailed last = new StepFailed("no address to connect to");
    for (InetAddress address : addresses) {
      try {
        return connect(address, port, deadline);
      } catch (StepFailed failed) {
        last = failed;
      }
    }
    throw last;
  }

  /// Checks a host that a tunnel's far end will reach for us: its grammar, and when it spells out
  /// an address, the ranges that are refused everywhere.
  void checkBeyondTunnel(String host) throws StepFailed;
}

package io.fairlead.connector.kafka;

import io.fairlead.base.Deadline;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.StepFailed;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;

/// A way out that knows one name and refuses all others.
record OnlyThisAddress(InetAddress address, String name) implements Dialer {
  @Override
  public List<InetAddress> resolve(String host, Deadline deadline) throws StepFailed {
    if (!host.equals(name)) {
      throw new StepFailed("refused by the test");
    }
    return List.of(address);
  }

  @Override
  public Socket connect(InetAddress target, int port, Deadline deadline) throws StepFailed {
    return new EgressDialer(new EgressPolicy(true, true)).connect(target, port, deadline);
  }

  @Override
  public void checkBeyondTunnel(String host) throws StepFailed {
    throw new StepFailed("refused by the test");
  }
}

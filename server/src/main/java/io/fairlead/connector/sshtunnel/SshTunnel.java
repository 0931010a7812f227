package io.fairlead.connector.sshtunnel;

import io.fairlead.base.Deadline;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tunnel;
import java.io.IOException;
import java.net.Socket;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// An open SSH connection whose channels are the sockets of others.
final class SshTunnel implements Tunnel {
  /// What the bastion is told about where the connection comes from; nothing.
  private static final SshdSocketAddress ORIGIN = new SshdSocketAddress("127.0.0.1", 0);

  private final ClientSession session;

  SshTunnel(ClientSession session) {
    this.session = session;
  }

  @Override
  public Socket dial(Endpoint endpoint, Deadline deadline) throws StepFailed {
    try {
      ChannelDirectTcpip channel =
          session.createDirectTcpipChannel(
              ORIGIN, new SshdSocketAddress(endpoint.host(), endpoint.port()));
      try {
        channel.open().verify(deadline.leftMillis());
      } catch (IOException failure) {
        channel.close(true);
        throw failure;
      }
      return new ChannelSocket(channel, endpoint.port());
    } catch (IOException failure) {
      throw Rejections.channelFailure(failure);
    }
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public void close() {
    session.close(true);
  }
}

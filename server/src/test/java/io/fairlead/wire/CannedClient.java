package io.fairlead.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/// A client whose bytes are all there from the start, and arrive a few at a time; then it closes.
public final class CannedClient extends Socket {
  private static final int AT_ONCE = 11;

  private final InputStream in;
  private final OutputStream out;

  private CannedClient(byte[] bytes, OutputStream out) {
    this.in = new Trickle(bytes);
    this.out = out;
  }

  public static ClientSocket sending(byte[] bytes, OutputStream answers) throws IOException {
    return ClientSocket.accepted(new CannedClient(bytes, answers), () -> 0, client -> {});
  }

  private static final class Trickle extends ByteArrayInputStream {
    Trickle(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) {
      return super.read(buffer, offset, Math.min(length, AT_ONCE));
    }
  }

  @Override
  public InputStream getInputStream() {
    return in;
  }

  @Override
  public OutputStream getOutputStream() {
    return out;
  }

  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public void setKeepAlive(boolean on) {}
}

package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;

/// A connected socket whose reads end at a deadline, however slowly a peer drips, and after so many
/// bytes, however fast it floods. Drivers and TLS are layered over it. Read by one thread at a time.
final class BoundedSocket extends Socket {
  private final Socket socket;
  private final InputStream input;
  private Deadline deadline;
  private long bytesLeft;
  private int soTimeout;

  BoundedSocket(Socket socket, Deadline deadline, long mostBytes) throws IOException {
    this.socket = socket;
    this.deadline = deadline;
    this.bytesLeft = mostBytes;
    this.input = new BoundedInput(socket.getInputStream());
  }

  /// From now on other bounds hold: a link is bounded by each of its uses, not by its opening.
  void bound(Deadline newDeadline, long mostBytes) {
    deadline = newDeadline;
    bytesLeft = mostBytes;
  }

  private final class BoundedInput extends FilterInputStream {
    BoundedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (deadline.hasPassed()) {
        // Not the timeout of a socket: some drivers take that for a reason to read again.
        throw new InterruptedIOException("deadline");
      }
      if (bytesLeft <= 0) {
        throw new SentTooMuch();
      }
      int left = deadline.leftMillis();
      socket.setSoTimeout(soTimeout == 0 ? left : Math.min(soTimeout, left));
      int count = in.read(buffer, offset, (int) Math.min(length, bytesLeft));
      bytesLeft -= Math.max(count, 0);
      return count;
    }

    /// TLS, when it closes, skips what is available until that is 0. An SSH channel's stream says -1
    /// at its end, and a peer that floods would never let it come to 0.
    @Override
    public int available() throws IOException {
      if (deadline.hasPassed()) {
        return 0;
      }
      return (int) Math.clamp(in.available(), 0, Math.max(bytesLeft, 0));
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = in.skip(Math.min(count, bytesLeft));
      bytesLeft -= skipped;
      return skipped;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Override
  public InputStream getInputStream() throws IOException {
    if (isClosed()) {
      throw new SocketException("closed");
    }
    return input;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return socket.getOutputStream();
  }

  @Override
  public synchronized void setSoTimeout(int millis) {
    soTimeout = millis;
  }

  @Override
  public synchronized int getSoTimeout() {
    return soTimeout;
  }

  @Override
  public synchronized void close() throws IOException {
    socket.close();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected();
  }

  @Override
  public boolean isBound() {
    return socket.isBound();
  }

  @Override
  public boolean isClosed() {
    return socket.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return socket.isInputShutdown();
  }

  @Override
  public boolean isOutputShutdown() {
    return socket.isOutputShutdown();
  }

  @Override
  public void shutdownInput() throws IOException {
    socket.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public InetAddress getInetAddress() {
    return socket.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public SocketAddress getRemoteSocketAddress() {
    return socket.getRemoteSocketAddress();
  }

  @Override
  public SocketAddress getLocalSocketAddress() {
    return socket.getLocalSocketAddress();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    socket.setTcpNoDelay(on);
  }

  @Override
  public boolean getTcpNoDelay() throws SocketException {
    return socket.getTcpNoDelay();
  }

  @Override
  public void setKeepAlive(boolean on) throws SocketException {
    socket.setKeepAlive(on);
  }

  @Override
  public boolean getKeepAlive() throws SocketException {
    return socket.getKeepAlive();
  }

  /// Without effect: the finer points of keep-alive are for sockets that live longer. The inherited
  /// method would open a second socket to set them on.
  @Override
  public <T> Socket setOption(SocketOption<T> name, T value) {
    return this;
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    socket.setSoLinger(on, seconds);
  }

  @Override
  public synchronized int getSendBufferSize() throws SocketException {
    return socket.getSendBufferSize();
  }

  @Override
  public synchronized int getReceiveBufferSize() throws SocketException {
    return socket.getReceiveBufferSize();
  }
}

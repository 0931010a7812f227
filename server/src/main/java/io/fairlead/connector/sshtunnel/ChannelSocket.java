package io.fairlead.connector.sshtunnel;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.common.channel.ChannelPipedInputStream;

/// A channel of an SSH connection as a socket, so that drivers and TLS can be layered over it. What
/// is about TCP alone (its options, its addresses) has no effect here: that is between the bastion
/// and the host.
final class ChannelSocket extends Socket {
  private static final int BUFFER = 64 * 1024;

  private final ChannelDirectTcpip channel;
  private final ChannelPipedInputStream received;
  private final int port;
  private final InputStream input;
  private final OutputStream output;
  private volatile int soTimeout;

  ChannelSocket(ChannelDirectTcpip channel, int port) {
    this.channel = channel;
    this.received = (ChannelPipedInputStream) channel.getInvertedOut();
    this.port = port;
    this.input = new ChannelInput(received);
    this.output = new ChannelOutput(channel.getInvertedIn());
  }

  private final class ChannelInput extends FilterInputStream {
    ChannelInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      received.setTimeout(soTimeout);
      try {
        return in.read(buffer, offset, length);
      } catch (SocketException failure) {
        // The pipe has one exception for a timeout and for its end.
        throw channel.isOpen() ? new SocketTimeoutException("read timed out") : failure;
      }
    }

    /// The pipe says -1 at its end, over which the JDK's TLS would count for ever.
    @Override
    public int available() throws IOException {
      return Math.max(0, in.available());
    }

    @Override
    public void close() {
      ChannelSocket.this.close();
    }
  }

  /// The channel keeps what is not flushed, and not every driver flushes: sockets need not be.
  private static final class ChannelOutput extends FilterOutputStream {
    ChannelOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      out.write(one);
      out.flush();
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      out.flush();
    }

    /// Every write is flushed; to flush a channel that the far end has closed would be an error.
    @Override
    public void flush() {}
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public void setSoTimeout(int millis) {
    soTimeout = millis;
  }

  @Override
  public int getSoTimeout() {
    return soTimeout;
  }

  @Override
  public void close() {
    channel.close(true);
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return channel.isClosing() || channel.isClosed();
  }

  @Override
  public boolean isInputShutdown() {
    return isClosed();
  }

  @Override
  public boolean isOutputShutdown() {
    return isClosed();
  }

  @Override
  public void shutdownInput() {
    // Nothing to tell the far end.
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.getInvertedIn().close();
  }

  @Override
  public int getPort() {
    return port;
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // Between the bastion and the host.
  }

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setKeepAlive(boolean on) {
    // The SSH connection has its own.
  }

  @Override
  public boolean getKeepAlive() {
    return true;
  }

  @Override
  public void setSoLinger(boolean on, int seconds) {
    // Between the bastion and the host.
  }

  @Override
  public int getSendBufferSize() {
    return BUFFER;
  }

  @Override
  public int getReceiveBufferSize() {
    return BUFFER;
  }
}

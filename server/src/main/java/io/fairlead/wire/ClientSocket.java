package io.fairlead.wire;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One client's socket, used by the client's own thread. Others may only [#stop] it and, when
/// one of its deadlines has passed, [#expire] it: a blocking write has no time-out of its own, so
/// the [Acceptor] watches them all.
public final class ClientSocket {
  private enum Phase {
    BUSY,
    IDLE,
    /// The server is stopping and has said so; nobody else writes any more.
    STOPPED
  }

  private static final int MOST_DISCARDED = 1 << 20;

  private final Socket raw;
  private final LongSupplier nanoTime;
  private final Consumer<ClientSocket> whenSignedIn;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BUSY);
  private Socket socket;
  private boolean isTls;
  private InputStream in;
  private volatile OutputStream out;
  private volatile @Nullable Deadline readBy;
  private volatile @Nullable Deadline writeBy;
  private volatile byte @Nullable [] farewell;

  private ClientSocket(
      Socket raw,
      InputStream in,
      OutputStream out,
      LongSupplier nanoTime,
      Consumer<ClientSocket> whenSignedIn) {
    this.raw = raw;
    this.socket = raw;
    this.in = in;
    this.out = out;
    this.nanoTime = nanoTime;
    this.whenSignedIn = whenSignedIn;
  }

  /// The time to sign in starts now.
  static ClientSocket accepted(
      Socket raw, LongSupplier nanoTime, Consumer<ClientSocket> whenSignedIn) throws IOException {
    raw.setTcpNoDelay(true);
    raw.setKeepAlive(true);
    ClientSocket client =
        new ClientSocket(raw, raw.getInputStream(), raw.getOutputStream(), nanoTime, whenSignedIn);
    client.readWithin(Limits.SIGN_IN);
    return client;
  }

  public InetAddress source() {
    return raw.getInetAddress();
  }

  public boolean isTls() {
    return isTls;
  }

  /// The client is known; from here on it may stay idle.
  public void signedIn() {
    readBy = null;
    whenSignedIn.accept(this);
  }

  public void startTls(TlsIdentity identity) throws IOException {
    startTls(identity, new byte[0]);
  }

  /// @param begun what the client has sent of TLS and was read already
  public void startTls(TlsIdentity identity, byte[] begun) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            identity
                .context()
                .getSocketFactory()
                .createSocket(raw, new ByteArrayInputStream(begun), false);
    tls.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    tls.startHandshake();
    in = tls.getInputStream();
    out = tls.getOutputStream();
    socket = tls;
    isTls = true;
  }

  public int read(byte[] buffer, int offset, int length) throws IOException {
    return in.read(buffer, offset, length);
  }

  /// Reads while nothing is owed to the client: here a stopping server may say farewell.
  ///
  /// @return -1 also when the server has said it
  public int readIdle(byte[] buffer, int offset, int length) throws IOException {
    phase.set(Phase.IDLE);
    byte[] last = farewell;
    if (last != null && phase.compareAndSet(Phase.IDLE, Phase.STOPPED)) {
      sayAndAbort(last);
      return -1;
    }
    int count = in.read(buffer, offset, length);
    return phase.compareAndSet(Phase.IDLE, Phase.BUSY) ? count : -1;
  }

  public void write(byte[] buffer, int offset, int length) throws IOException {
    writeWithin(Limits.WRITE, buffer, offset, length);
  }

  private void writeWithin(Duration wait, byte[] buffer, int offset, int length)
      throws IOException {
    writeBy = Deadline.after(wait, nanoTime);
    try {
      out.write(buffer, offset, length);
    } finally {
      writeBy = null;
    }
  }

  /// The socket is closed unless [#readUnlimited] is called in time.
  public void readWithin(Duration wait) {
    readBy = Deadline.after(wait, nanoTime);
  }

  public void readUnlimited() {
    readBy = null;
  }

  /// Lets a client that was refused read why: what it still sends is thrown away for a moment,
  /// because closing with unread input would reset the connection and lose the reason.
  public void linger() throws IOException {
    readWithin(Limits.FAREWELL);
    socket.shutdownOutput();
    byte[] sink = new byte[8192];
    for (int total = 0; total < MOST_DISCARDED; ) {
      int count = in.read(sink, 0, sink.length);
      if (count < 0) {
        return;
      }
      total += count;
    }
  }

  /// The server is stopping: an idle client is told now, a busy one as soon as it is idle.
  void stop(byte[] lastMessage) {
    farewell = lastMessage;
    if (phase.compareAndSet(Phase.IDLE, Phase.STOPPED)) {
      sayAndAbort(lastMessage);
    }
  }

  /// For a client that is refused before it was served.
  void sendAway(byte[] lastMessage) {
    if (phase.compareAndSet(Phase.BUSY, Phase.STOPPED)) {
      sayAndAbort(lastMessage);
    }
  }

  private void sayAndAbort(byte[] lastMessage) {
    try {
      writeWithin(Limits.FAREWELL, lastMessage, 0, lastMessage.length);
    } catch (IOException gone) {
      // A client that went away needs no farewell.
    } finally {
      abort();
    }
  }

  void expire() {
    Deadline read = readBy;
    Deadline write = writeBy;
    if ((read != null && read.hasPassed()) || (write != null && write.hasPassed())) {
      abort();
    }
  }

  /// Ends the connection from any thread; whoever reads or writes is told that it is gone.
  public void cut() {
    abort();
  }

  /// Closes below TLS: the TLS layer would wait for a blocked write to end first.
  void abort() {
    try {
      raw.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The orderly end, by the client's own thread.
  void close() {
    try {
      readWithin(Limits.FAREWELL);
      socket.close();
    } catch (IOException gone) {
      // It was closed from the other side.
    } finally {
      abort();
    }
  }
}

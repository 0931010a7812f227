package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedSocketTest {
  /// Sends zeros and never stops.
  private static final class Endless extends Socket {
    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() {
          return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
          return length;
        }
      };
    }

    @Override
    public synchronized void setSoTimeout(int millis) {}
  }

  @Test
  void bytesOfOnePeer() throws IOException {
    Deadline deadline = Deadline.after(Duration.ofSeconds(1), () -> 0);
    try (BoundedSocket socket = new BoundedSocket(new Endless(), deadline, Limits.PROBE_BYTES)) {
      InputStream in = socket.getInputStream();
      assertEquals(Limits.PROBE_BYTES, in.readNBytes(Limits.PROBE_BYTES).length);
      assertThrows(IOException.class, in::read);
    }
  }

  @Test
  void readsEndAtTheDeadline() throws IOException {
    AtomicLong now = new AtomicLong();
    Deadline deadline = Deadline.after(Duration.ofNanos(10), now::get);
    try (BoundedSocket socket = new BoundedSocket(new Endless(), deadline, 100)) {
      InputStream in = socket.getInputStream();
      now.set(9);
      assertEquals(0, in.read());
      now.set(11);
      assertThrows(SocketTimeoutException.class, in::read);
    }
  }
}

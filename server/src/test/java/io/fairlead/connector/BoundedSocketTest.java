package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedSocketTest {
  private final AtomicLong clock = new AtomicLong();
  private final Deadline deadline = Deadline.after(Duration.ofSeconds(1), clock::get);

  /// A socket that gives zeros without end, and says that so many bytes are there.
  private static final class Endless extends Socket {
    private final int available;

    Endless(int available) {
      this.available = available;
    }

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

        @Override
        public int available() {
          return available;
        }
      };
    }

    @Override
    public synchronized void setSoTimeout(int millis) {}
  }

  private InputStream over(int available, int mostBytes) throws IOException {
    return new BoundedSocket(new Endless(available), deadline, mostBytes).getInputStream();
  }

  @Test
  void bytesOfOnePeer() throws IOException {
    InputStream in = over(0, Limits.PROBE_BYTES);
    assertEquals(Limits.PROBE_BYTES, in.readNBytes(Limits.PROBE_BYTES).length);
    assertThrows(IOException.class, in::read);
  }

  @Test
  void readsEndAtTheDeadline() throws IOException {
    InputStream in = over(0, 100);
    clock.set(Duration.ofSeconds(1).toNanos() - 1);
    assertEquals(0, in.read());
    clock.set(Duration.ofSeconds(1).toNanos() + 1);
    assertThrows(InterruptedIOException.class, in::read);
  }

  /// As the stream of an SSH channel does; whoever waits for 0 would wait for ever.
  @Test
  void anEndThatIsBelowZeroIsZero() throws IOException {
    assertEquals(0, over(-1, 10).available());
  }

  @Test
  void whatIsSkippedCounts() throws IOException {
    InputStream in = over(100, 10);
    assertEquals(10, in.available());
    assertEquals(4, in.skip(4));
    assertEquals(6, in.available());
    assertEquals(6, in.skip(100));
    assertEquals(0, in.available());
    assertThrows(IOException.class, in::read);
  }

  @Test
  void nothingIsAvailableAfterTheDeadline() throws IOException {
    InputStream in = over(100, 10);
    clock.set(Duration.ofSeconds(2).toNanos());
    assertEquals(0, in.available());
  }
}

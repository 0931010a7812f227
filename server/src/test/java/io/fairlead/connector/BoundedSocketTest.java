package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BoundedSocketTest {
  private final AtomicLong clock = new AtomicLong();
  private final Deadline deadline = Deadline.after(Duration.ofSeconds(1), clock::get);

  /// A socket whose stream has `available` bytes to offer, always.
  private static final class Fountain extends Socket {
    private final int available;

    Fountain(int available) {
      this.available = available;
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() {
          return 'x';
        }

        @Override
        public int available() {
          return available;
        }
      };
    }
  }

  private InputStream over(int available, long mostBytes) throws IOException {
    return new BoundedSocket(new Fountain(available), deadline, mostBytes).getInputStream();
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

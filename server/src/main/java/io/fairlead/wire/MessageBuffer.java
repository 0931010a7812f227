package io.fairlead.wire;

import java.io.IOException;
import java.util.Arrays;

/// Messages to a client, gathered in one buffer. What is sent is whole messages only, when the buffer is
/// rather full or on [#flush]; a message that could not be finished can be taken back. How messages and
/// values look is the protocol's.
public abstract class MessageBuffer {
  /// Where bytes go.
  public interface Output {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private static final int FIRST_SIZE = 8192;
  private static final int FULL = 32 * 1024;
  private static final int LARGEST_KEPT = 128 * 1024;

  private final Output output;
  protected byte[] buffer = new byte[FIRST_SIZE];

  /// Where the next byte will be.
  protected int position;

  /// Where the message begins that is not ended.
  protected int messageStart;

  protected MessageBuffer(Output output) {
    this.output = output;
  }

  /// The message is whole.
  protected final void ended() {
    messageStart = position;
    if (position >= FULL) {
      try {
        flush();
      } catch (IOException gone) {
        throw new ClientGone(gone);
      }
    }
  }

  /// Takes back the message that was begun but not ended.
  public final void abandon() {
    position = messageStart;
  }

  /// Sends what is whole.
  public final void flush() throws IOException {
    int count = position;
    position = 0;
    messageStart = 0;
    send(0, count);
    if (buffer.length > LARGEST_KEPT) {
      buffer = new byte[FIRST_SIZE];
    }
  }

  /// Sends a part of the buffer as it is.
  protected final void send(int from, int count) throws IOException {
    if (count > 0) {
      output.write(buffer, from, count);
    }
  }

  protected final void ensure(int more) {
    int needed = Math.addExact(position, more);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, Math.multiplyExact(buffer.length, 2)));
    }
  }

  public final void putBytes(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, buffer, position, value.length);
    position += value.length;
  }
}

package io.fairlead.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Messages as the lines of a file. A line break in a message becomes a space: in JSON it can only stand
/// between values. Messages without a value have no line.
final class MessageFile implements Messages {
  private static final int BUFFER = 256 * 1024;
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long FEEDS = ONES * '\n';
  private static final long RETURNS = ONES * '\r';

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private long bytes;

  MessageFile(Path file) throws IOException {
    this.out = Files.newOutputStream(file);
  }

  @Override
  public void take(long offset, @Nullable ByteBuffer value) throws IOException {
    if (value == null || !value.hasRemaining()) {
      return;
    }
    while (value.hasRemaining()) {
      int room = Math.min(BUFFER - used, value.remaining());
      value.get(buffer, used, room);
      unbreak(used, used + room);
      used += room;
      bytes += room;
      flushIfFull();
    }
    buffer[used++] = '\n';
    bytes++;
    flushIfFull();
  }

  /// Eight bytes at a time, since there is hardly ever a break.
  private void unbreak(int from, int to) {
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long eight = (long) EIGHT.get(buffer, at);
      if (hasZero(eight ^ FEEDS) || hasZero(eight ^ RETURNS)) {
        unbreakEach(at, at + Long.BYTES);
      }
    }
    unbreakEach(at, to);
  }

  private void unbreakEach(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n' || buffer[i] == '\r') {
        buffer[i] = ' ';
      }
    }
  }

  /// Whether one of the eight bytes is 0: only then does taking 1 from it borrow.
  private static boolean hasZero(long eight) {
    return ((eight - ONES) & ~eight & (ONES << 7)) != 0;
  }

  private void flushIfFull() throws IOException {
    if (used == BUFFER) {
      out.write(buffer, 0, used);
      used = 0;
    }
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      out.write(buffer, 0, used);
    }
  }
}

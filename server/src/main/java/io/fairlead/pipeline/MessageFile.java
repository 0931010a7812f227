package io.fairlead.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Messages as the lines of a file. A line break in a message becomes a space: in JSON it can only stand
/// between values. Messages without a value have no line.
final class MessageFile implements AutoCloseable {
  private static final int BUFFER = 256 * 1024;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private long bytes;

  MessageFile(Path file) throws IOException {
    this.out = Files.newOutputStream(file);
  }

  void take(long offset, @Nullable ByteBuffer value) throws IOException {
    if (value == null || !value.hasRemaining()) {
      return;
    }
    while (value.hasRemaining()) {
      int room = Math.min(BUFFER - used, value.remaining());
      value.get(buffer, used, room);
      for (int i = used; i < used + room; i++) {
        if (buffer[i] == '\n' || buffer[i] == '\r') {
          buffer[i] = ' ';
        }
      }
      used += room;
      bytes += room;
      flushIfFull();
    }
    buffer[used++] = '\n';
    bytes++;
    flushIfFull();
  }

  private void flushIfFull() throws IOException {
    if (used == BUFFER) {
      out.write(buffer, 0, used);
      used = 0;
    }
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      out.write(buffer, 0, used);
    }
  }
}

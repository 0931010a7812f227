package io.fairlead.wire.postgres;

import io.fairlead.wire.ClientGone;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Messages to the client, gathered in one buffer. What is sent is whole messages only, when the
/// buffer is rather full or on [#flush]; a message that could not be finished can be taken back.
final class MessageWriter {
  /// Where bytes go.
  interface Output {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  private static final int FIRST_SIZE = 8192;
  private static final int FULL = 32 * 1024;
  private static final int LARGEST_KEPT = 128 * 1024;

  private final Output output;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int position;
  private int messageStart;

  MessageWriter(Output output) {
    this.output = output;
  }

  void begin(byte type) {
    messageStart = position;
    ensure(5);
    buffer[position] = type;
    position += 5;
  }

  void end() {
    putIntAt(messageStart + 1, position - messageStart - 1);
    messageStart = position;
    if (position >= FULL) {
      try {
        flush();
      } catch (IOException gone) {
        throw new ClientGone(gone);
      }
    }
  }

  /// A message without a body.
  void empty(byte type) {
    begin(type);
    end();
  }

  /// A byte outside of messages, as the answer to a request for TLS.
  void bare(char answer) {
    putByte(answer);
    messageStart = position;
  }

  /// Takes back the message that was begun but not ended.
  void abandon() {
    position = messageStart;
  }

  void flush() throws IOException {
    int count = position;
    position = 0;
    messageStart = 0;
    if (count > 0) {
      output.write(buffer, 0, count);
    }
    if (buffer.length > LARGEST_KEPT) {
      buffer = new byte[FIRST_SIZE];
    }
  }

  private void ensure(int more) {
    int needed = Math.addExact(position, more);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, Math.multiplyExact(buffer.length, 2)));
    }
  }

  void putByte(int value) {
    ensure(1);
    buffer[position++] = (byte) value;
  }

  void putShort(int value) {
    ensure(2);
    buffer[position++] = (byte) (value >> 8);
    buffer[position++] = (byte) value;
  }

  void putInt(int value) {
    ensure(4);
    putIntAt(position, value);
    position += 4;
  }

  void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }

  void putBytes(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, buffer, position, value.length);
    position += value.length;
  }

  void putCString(String value) {
    putText(value);
    putByte(0);
  }

  /// UTF-8, without a length or an end.
  void putText(String value) {
    int length = value.length();
    ensure(length);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        putBytes(value.substring(i).getBytes(StandardCharsets.UTF_8));
        return;
      }
      buffer[position++] = (byte) c;
    }
  }

  /// Leaves room for the length of a value; [#closeLength] fills it in.
  int openLength() {
    putInt(0);
    return position;
  }

  /// @param mark what [#openLength] gave
  void closeLength(int mark) {
    putIntAt(mark - 4, position - mark);
  }

  private void putIntAt(int index, int value) {
    buffer[index] = (byte) (value >> 24);
    buffer[index + 1] = (byte) (value >> 16);
    buffer[index + 2] = (byte) (value >> 8);
    buffer[index + 3] = (byte) value;
  }
}

package io.fairlead.wire.postgres;

import io.fairlead.wire.MessageBuffer;
import java.nio.charset.StandardCharsets;

/// Messages of PostgreSQL's protocol to the client.
final class MessageWriter extends MessageBuffer {
  MessageWriter(Output output) {
    super(output);
  }

  void begin(byte type) {
    messageStart = position;
    ensure(5);
    buffer[position] = type;
    position += 5;
  }

  void end() {
    putIntAt(messageStart + 1, position - messageStart - 1);
    ended();
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

package io.fairlead.wire.mysql;

import io.fairlead.wire.ClientGone;
import io.fairlead.wire.MessageBuffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Messages of MySQL's protocol to the client, in packets.
final class PacketWriter extends MessageBuffer {
  private static final int HEADER = 4;

  private final Sequence sequence;

  PacketWriter(Output output, Sequence sequence) {
    super(output);
    this.sequence = sequence;
  }

  void begin() {
    messageStart = position;
    ensure(HEADER);
    position += HEADER;
  }

  void end() {
    int length = position - messageStart - HEADER;
    if (length < PacketReader.LONGEST_PACKET) {
      header(messageStart, length);
      ended();
      return;
    }
    try {
      sendInParts(length);
    } catch (IOException gone) {
      throw new ClientGone(gone);
    }
  }

  private void header(int at, int length) {
    buffer[at] = (byte) length;
    buffer[at + 1] = (byte) (length >> 8);
    buffer[at + 2] = (byte) (length >> 16);
    buffer[at + 3] = (byte) sequence.take();
  }

  /// A message of 16 MiB or more; the part that is not full ends it, and may be empty. Each header
  /// takes the place of bytes that were sent already.
  private void sendInParts(int length) throws IOException {
    send(0, messageStart);
    int start = messageStart;
    int left = length;
    int part;
    do {
      part = Math.min(left, PacketReader.LONGEST_PACKET);
      header(start, part);
      send(start, HEADER + part);
      start += part;
      left -= part;
    } while (part == PacketReader.LONGEST_PACKET);
    position = 0;
    flush();
  }

  void put8(int value) {
    ensure(1);
    buffer[position++] = (byte) value;
  }

  void put16(int value) {
    put8(value);
    put8(value >> 8);
  }

  void put24(int value) {
    put16(value);
    put8(value >> 16);
  }

  void put32(int value) {
    put16(value);
    put16(value >> 16);
  }

  void put64(long value) {
    put32((int) value);
    put32((int) (value >> 32));
  }

  void putZeros(int count) {
    ensure(count);
    Arrays.fill(buffer, position, position + count, (byte) 0);
    position += count;
  }

  /// A number in one to nine bytes.
  void putCount(long value) {
    if (value < 0xfb && value >= 0) {
      put8((int) value);
    } else if (value <= 0xffff && value >= 0) {
      put8(0xfc);
      put16((int) value);
    } else if (value <= 0xffffff && value >= 0) {
      put8(0xfd);
      put24((int) value);
    } else {
      put8(0xfe);
      put64(value);
    }
  }

  void putCounted(byte[] value) {
    putCount(value.length);
    putBytes(value);
  }

  void putCounted(String value) {
    putCounted(value.getBytes(StandardCharsets.UTF_8));
  }

  /// UTF-8, without a length or an end.
  void putText(String value) {
    putBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  void putCString(String value) {
    putText(value);
    put8(0);
  }

  /// Where the next byte will be, for [#setBit].
  int mark() {
    return position;
  }

  void setBit(int mark, int bit) {
    buffer[mark + bit / 8] |= (byte) (1 << (bit % 8));
  }
}

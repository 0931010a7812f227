package io.fairlead.wire.postgres;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.wire.BrokenProtocol;
import io.fairlead.wire.ClientSocket;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Messages from the client. One buffer is used again and again; it grows with what has arrived,
/// never with what a length field announces.
///
/// The getters read from the body of the message that was read last. A body that ends too early is
/// a refusal, not a broken protocol: where the next message starts is still known.
final class MessageReader {
  /// Instead of a message type: the client has left.
  static final byte END = 0;

  private static final int FIRST_SIZE = 8192;
  private static final int TYPE_AND_LENGTH = 5;
  private static final int LENGTH = 4;

  private final ClientSocket client;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int position;
  private int limit;
  private int bodyEnd;
  private boolean signedIn;

  MessageReader(ClientSocket client) {
    this.client = client;
  }

  /// From here on messages may be large, and the client idle.
  void signedIn() {
    signedIn = true;
  }

  /// Whether the client has sent more than was read: it must not have, before a change to TLS.
  boolean holdsMore() {
    return limit > bodyEnd;
  }

  /// Whether the next message has arrived and is of this type; false when it is still on its way.
  boolean isNext(byte type) {
    return limit > bodyEnd && buffer[bodyEnd] == type;
  }

  /// Reads a message that has no type, as all before the start-up message's answer.
  void nextUntyped() throws IOException {
    position = bodyEnd;
    need(LENGTH);
    // Ahead of version 3 there is no telling a database client from a port scanner.
    int length = checked(intAt(position), LENGTH + 4);
    need(length);
    bodyEnd = position + length;
    position += LENGTH;
  }

  /// Reads a whole message.
  ///
  /// @return its type; [#END] when the client closed the socket between two messages
  byte next() throws IOException {
    position = bodyEnd;
    if (position == limit && !waitForMessage()) {
      return END;
    }
    byte type = buffer[position];
    if (!Frontend.isKnown(type)) {
      throw BrokenProtocol.of("invalid frontend message type " + (type & 0xff));
    }
    need(TYPE_AND_LENGTH);
    int length = checked(intAt(position + 1), LENGTH) + 1;
    need(length);
    bodyEnd = position + length;
    position += TYPE_AND_LENGTH;
    return type;
  }

  private int checked(int length, int least) throws BrokenProtocol {
    if (length < least) {
      throw BrokenProtocol.of("invalid message length");
    }
    int most = signedIn ? Limits.MESSAGE_AFTER_SIGN_IN : Limits.MESSAGE_BEFORE_SIGN_IN;
    if (length > most) {
      throw new BrokenProtocol(
          Problem.of(ProblemKind.TOO_LARGE, "a message may have at most " + most + " bytes here"));
    }
    return length;
  }

  private boolean waitForMessage() throws IOException {
    if (buffer.length > FIRST_SIZE) {
      buffer = new byte[FIRST_SIZE];
    }
    position = 0;
    bodyEnd = 0;
    int count =
        signedIn
            ? client.readIdle(buffer, 0, buffer.length)
            : client.read(buffer, 0, buffer.length);
    limit = Math.max(0, count);
    return count > 0;
  }

  /// Makes sure that `count` bytes from the position on are in the buffer.
  private void need(int count) throws IOException {
    if (limit - position >= count) {
      return;
    }
    if (signedIn) {
      client.readWithin(Limits.HALF_MESSAGE);
    }
    while (limit - position < count) {
      makeRoom();
      int read = client.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        throw new EOFException();
      }
      limit += read;
    }
    if (signedIn) {
      client.readUnlimited();
    }
  }

  private void makeRoom() {
    if (limit < buffer.length) {
      return;
    }
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      limit -= position;
      position = 0;
    } else {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
  }

  private int intAt(int index) {
    return (buffer[index] & 0xff) << 24
        | (buffer[index + 1] & 0xff) << 16
        | (buffer[index + 2] & 0xff) << 8
        | (buffer[index + 3] & 0xff);
  }

  private int advance(int count) {
    if (count < 0 || count > bodyEnd - position) {
      throw Refusal.of(ProblemKind.PROTOCOL_VIOLATION, "insufficient data left in message");
    }
    int start = position;
    position += count;
    return start;
  }

  int remaining() {
    return bodyEnd - position;
  }

  /// A message that is longer than what it says was misunderstood.
  void expectEnd() {
    if (position != bodyEnd) {
      throw Refusal.of(ProblemKind.PROTOCOL_VIOLATION, "invalid message format");
    }
  }

  byte int8() {
    return buffer[advance(1)];
  }

  short int16() {
    int start = advance(2);
    return (short) ((buffer[start] & 0xff) << 8 | (buffer[start + 1] & 0xff));
  }

  /// A count; PostgreSQL allows up to 65,535 parameters.
  int count16() {
    return int16() & 0xffff;
  }

  int int32() {
    return intAt(advance(4));
  }

  byte[] bytes(int count) {
    int start = advance(count);
    return Arrays.copyOfRange(buffer, start, start + count);
  }

  /// A view of the next bytes, good until the next message is read.
  ByteBuffer view(int count) {
    return ByteBuffer.wrap(buffer, advance(count), count).slice();
  }

  String text(int count) {
    return decode(advance(count), count);
  }

  /// A text that a zero byte ends.
  String cstring() {
    for (int end = position; end < bodyEnd; end++) {
      if (buffer[end] == 0) {
        int start = position;
        position = end + 1;
        return decode(start, end - start);
      }
    }
    throw Refusal.of(ProblemKind.PROTOCOL_VIOLATION, "invalid string in message");
  }

  private String decode(int start, int count) {
    String text = new String(buffer, start, count, StandardCharsets.UTF_8);
    if (text.indexOf(0) >= 0 || (text.indexOf('\uFFFD') >= 0 && !isUtf8(start, count))) {
      throw Refusal.of(ProblemKind.INVALID_ENCODING, "invalid byte sequence for encoding \"UTF8\"");
    }
    return text;
  }

  /// Asked only when the quick decoder put in a replacement character; it may also have been sent.
  private boolean isUtf8(int start, int count) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, start, count));
      return true;
    } catch (CharacterCodingException wrong) {
      return false;
    }
  }
}

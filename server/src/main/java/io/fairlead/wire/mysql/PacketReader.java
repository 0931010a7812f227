package io.fairlead.wire.mysql;

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

/// Messages from the client. Those of 16 MiB and more come in several packets and are joined. The
/// buffer grows with what has arrived, never with what a length field announces.
///
/// The getters read from the message that was read last. One that ends too early is a refusal, not a
/// broken protocol: where the next message starts is still known.
final class PacketReader {
  /// A packet of this length goes on in the next one.
  static final int LONGEST_PACKET = 0xffffff;

  private static final int FIRST_SIZE = 8192;

  private final ClientSocket client;
  private final Sequence sequence;
  private final byte[] input = new byte[FIRST_SIZE];
  private int inputPosition;
  private int inputLimit;
  private byte[] body = new byte[FIRST_SIZE];
  private int position;
  private int limit;
  private boolean signedIn;

  PacketReader(ClientSocket client, Sequence sequence) {
    this.client = client;
    this.sequence = sequence;
  }

  /// From here on messages may be large, and the client idle.
  void signedIn() {
    signedIn = true;
  }

  /// What was read behind the last message: a client that asks for TLS does not wait for an answer,
  /// so it is the beginning of TLS.
  byte[] takeRest() {
    byte[] rest = Arrays.copyOfRange(input, inputPosition, inputLimit);
    inputPosition = inputLimit;
    return rest;
  }

  /// Reads a command, which starts a new exchange.
  ///
  /// @return false when the client has left
  boolean nextCommand() throws IOException {
    sequence.restart();
    if (body.length > FIRST_SIZE) {
      body = new byte[FIRST_SIZE];
    }
    if (inputPosition == inputLimit) {
      inputPosition = 0;
      inputLimit = Math.max(0, client.readIdle(input, 0, input.length));
      if (inputLimit == 0) {
        return false;
      }
    }
    next();
    return true;
  }

  /// Reads what follows in the same exchange.
  void next() throws IOException {
    if (signedIn) {
      client.readWithin(Limits.HALF_MESSAGE);
    }
    position = 0;
    limit = 0;
    int length;
    do {
      length = readHeader();
      readBody(length);
    } while (length == LONGEST_PACKET);
    if (signedIn) {
      client.readUnlimited();
    }
  }

  private int readHeader() throws IOException {
    int length = readByte() | readByte() << 8 | readByte() << 16;
    int number = readByte();
    if (number != sequence.take()) {
      throw BrokenProtocol.of("packets out of order");
    }
    int most = signedIn ? Limits.MYSQL_MESSAGE : Limits.MESSAGE_BEFORE_SIGN_IN;
    if (length > most - limit) {
      throw new BrokenProtocol(
          Problem.of(
              ProblemKind.TOO_LARGE,
              "got a packet bigger than 'max_allowed_packet' bytes, which are " + most + " here"));
    }
    return length;
  }

  private int readByte() throws IOException {
    if (inputPosition == inputLimit) {
      fill();
    }
    return input[inputPosition++] & 0xff;
  }

  private void fill() throws IOException {
    inputPosition = 0;
    inputLimit = 0;
    int count = client.read(input, 0, input.length);
    if (count <= 0) {
      throw new EOFException();
    }
    inputLimit = count;
  }

  private void readBody(int length) throws IOException {
    int left = length;
    while (left > 0) {
      if (limit == body.length) {
        body = Arrays.copyOf(body, body.length * 2);
      }
      int room = Math.min(left, body.length - limit);
      int count;
      if (inputPosition < inputLimit) {
        count = Math.min(room, inputLimit - inputPosition);
        System.arraycopy(input, inputPosition, body, limit, count);
        inputPosition += count;
      } else {
        count = client.read(body, limit, room);
        if (count <= 0) {
          throw new EOFException();
        }
      }
      limit += count;
      left -= count;
    }
  }

  private int advance(int count) {
    if (count < 0 || count > limit - position) {
      throw malformed();
    }
    int start = position;
    position += count;
    return start;
  }

  static Refusal malformed() {
    return Refusal.of(ProblemKind.PROTOCOL_VIOLATION, "malformed packet");
  }

  int remaining() {
    return limit - position;
  }

  /// A message that is longer than what it says was misunderstood.
  void expectEnd() {
    if (position != limit) {
      throw malformed();
    }
  }

  int int8() {
    return body[advance(1)] & 0xff;
  }

  int int16() {
    return (int) little(advance(2), 2);
  }

  int int32() {
    return (int) little(advance(4), 4);
  }

  long int64() {
    return little(advance(8), 8);
  }

  void skip(int count) {
    advance(count);
  }

  private long little(int start, int count) {
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | (body[start + i] & 0xff);
    }
    return value;
  }

  /// A count of bytes in one to nine bytes.
  private int length() {
    int first = int8();
    long count =
        switch (first) {
          case 0xfc -> little(advance(2), 2);
          case 0xfd -> little(advance(3), 3);
          case 0xfe -> little(advance(8), 8);
          case 0xfb, 0xff -> throw malformed();
          default -> first;
        };
    if (count < 0 || count > remaining()) {
      throw malformed();
    }
    return (int) count;
  }

  /// Takes the count of the bytes that follow, and leaves those to be read.
  ///
  /// @return how many they are
  int count() {
    return length();
  }

  byte[] bytes(int count) {
    int start = advance(count);
    return Arrays.copyOfRange(body, start, start + count);
  }

  /// Bytes with their count in front.
  byte[] countedBytes() {
    return bytes(length());
  }

  String countedText() {
    int count = length();
    return decode(advance(count), count);
  }

  /// What is left.
  String text() {
    int count = remaining();
    return decode(advance(count), count);
  }

  /// A text that a zero byte ends.
  String cstring() {
    int end = position;
    while (end < limit && body[end] != 0) {
      end++;
    }
    if (end == limit) {
      throw malformed();
    }
    int start = position;
    position = end + 1;
    return decode(start, end - start);
  }

  private String decode(int start, int count) {
    return decode(ByteBuffer.wrap(body, start, count));
  }

  static String decode(ByteBuffer bytes) {
    String text =
        new String(
            bytes.array(),
            bytes.arrayOffset() + bytes.position(),
            bytes.remaining(),
            StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0 && !isUtf8(bytes)) {
      throw Refusal.of(
          ProblemKind.INVALID_ENCODING, "invalid byte sequence for encoding utf8mb4");
    }
    return text;
  }

  /// Whether the bytes are UTF-8.
  static boolean isText(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return isUtf8(ByteBuffer.wrap(bytes));
      }
    }
    return true;
  }

  /// Asked only when the quick decoder put in a replacement character; it may also have been sent.
  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException wrong) {
      return false;
    }
  }
}

package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The bytes that a server sent, taken apart.
final class Answers {
  /// Part of a value, which no error may quote; a name it may be.
  static final String CANARY = "canary-28c4";

  /// What the protocol has for a server to say.
  private static final String TYPES = "RSKZTDCIEN123tnsv";

  private static final Set<String> ABOUT_VALUES = Set.of("22P02", "22P03", "22021", "42883");

  private Answers() {}

  /// Fails unless the bytes are whole messages that a server may send, without a bug among them.
  static List<RawClient.Message> wellFormed(byte[] bytes) {
    List<RawClient.Message> messages = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      char type = (char) rest.get();
      assertTrue(TYPES.indexOf(type) >= 0, "a server does not send " + type);
      int length = rest.getInt();
      byte[] body = new byte[length - 4];
      rest.get(body);
      RawClient.Message message = new RawClient.Message(type, body);
      if (type == 'E') {
        check(message);
      }
      messages.add(message);
    }
    return messages;
  }

  private static void check(RawClient.Message error) {
    assertEquals(5, error.field('C').length(), "an error has an SQLSTATE");
    assertFalse(error.field('C').startsWith("XX"), error.field('M'));
    assertTrue(
        !ABOUT_VALUES.contains(error.field('C')) || !error.text(0).contains(CANARY),
        error.field('M'));
  }
}

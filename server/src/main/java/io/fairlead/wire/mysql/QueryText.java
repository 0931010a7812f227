package io.fairlead.wire.mysql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// The text of a query. Some clients write bytes that are no text between its quotes, perhaps behind
/// the word `_binary`; those become a literal of hexadecimal digits.
final class QueryText {
  private static final byte[] BINARY = "_binary'".getBytes(StandardCharsets.US_ASCII);

  private QueryText() {}

  static String of(byte[] query) {
    return PacketReader.isText(query)
        ? new String(query, StandardCharsets.UTF_8)
        : PacketReader.decode(ByteBuffer.wrap(withDigits(query)));
  }

  private static byte[] withDigits(byte[] query) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(query.length * 2);
    int i = 0;
    while (i < query.length) {
      boolean binary = startsBinary(query, i);
      int quoteAt = binary ? i + BINARY.length - 1 : i;
      byte quote = query[quoteAt];
      if (quote != '\'' && quote != '"' && quote != '`') {
        text.write(quote);
        i++;
        continue;
      }
      int end = endOfQuoted(query, quoteAt + 1, quote);
      byte[] inside = Arrays.copyOfRange(query, quoteAt + 1, Math.max(quoteAt + 1, end - 1));
      if (quote != '`' && (binary || !PacketReader.isText(inside))) {
        text.writeBytes(digits(inside, quote).getBytes(StandardCharsets.US_ASCII));
      } else {
        text.write(query, i, end - i);
      }
      i = end;
    }
    return text.toByteArray();
  }

  private static boolean startsBinary(byte[] query, int at) {
    int end = at + BINARY.length;
    return end <= query.length && Arrays.equals(query, at, end, BINARY, 0, BINARY.length);
  }

  /// Behind the closing quote, or the end of the query.
  private static int endOfQuoted(byte[] query, int from, byte quote) {
    int i = from;
    while (i < query.length) {
      if (query[i] == '\\' && quote != '`') {
        i += 2;
      } else if (query[i] != quote) {
        i++;
      } else if (i + 1 < query.length && query[i + 1] == quote) {
        i += 2;
      } else {
        return i + 1;
      }
    }
    return query.length;
  }

  private static String digits(byte[] inside, byte quote) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (int i = 0; i < inside.length; i++) {
      byte b = inside[i];
      boolean more = i + 1 < inside.length;
      if (b == '\\' && more) {
        value.write(unescaped(inside[++i]));
      } else {
        value.write(b);
        i += b == quote && more ? 1 : 0;
      }
    }
    return " X'" + HexFormat.of().formatHex(value.toByteArray()) + "'";
  }

  private static int unescaped(byte b) {
    return switch (b) {
      case '0' -> 0;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'Z' -> 26;
      default -> b;
    };
  }
}

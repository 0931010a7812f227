package io.fairlead.sql;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// What a quoted text means.
final class TextLiteral {
  private final String text;
  private final int end;
  private final int position;
  private final StringBuilder value = new StringBuilder();

  /// Bytes above 127 that were written as escapes, until it is seen which characters they make.
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int index;

  private TextLiteral(String text, int start, int end, int position) {
    this.text = text;
    this.index = start;
    this.end = end;
    this.position = position;
  }

  /// @param quote where the first quote stands
  /// @param end behind the last quote
  static String plain(String text, int quote, int end) {
    if (text.indexOf('\'', quote + 1) == end - 1) {
      return text.substring(quote + 1, end - 1);
    }
    return new TextLiteral(text, quote + 1, end, 0).read(false);
  }

  static String escaped(String text, int quote, int end, int position) {
    return new TextLiteral(text, quote + 1, end, position).read(true);
  }

  static Refusal invalid(String message, int position) {
    return Problem.of(ProblemKind.INVALID_ENCODING, message).at(position).refusal();
  }

  private String read(boolean escapes) {
    while (index < end - 1) {
      char c = text.charAt(index++);
      if (c == '\\' && escapes) {
        escape(text.charAt(index++));
      } else if (c != '\'') {
        append(c);
      } else if (text.charAt(index) == '\'') {
        append(c);
        index++;
      } else {
        index = text.indexOf('\'', index) + 1;
      }
    }
    flush();
    if (escapes) {
      checkPairs();
    }
    return value.toString();
  }

  private void escape(char c) {
    switch (c) {
      case 'b' -> append('\b');
      case 'f' -> append('\f');
      case 'n' -> append('\n');
      case 'r' -> append('\r');
      case 't' -> append('\t');
      case 'u' -> append(codePoint(4));
      case 'U' -> append(codePoint(8));
      case 'x' -> {
        if (asciiDigit(text.charAt(index), 16) < 0) {
          append('x');
        } else {
          octet(digits(16, 2, 0));
        }
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octet(digits(8, 2, c - '0') & 0xff);
      default -> append(c);
    }
  }

  private int digits(int radix, int most, int first) {
    int number = first;
    for (int i = 0; i < most && asciiDigit(text.charAt(index), radix) >= 0; i++) {
      number = number * radix + asciiDigit(text.charAt(index++), radix);
    }
    return number;
  }

  private static int asciiDigit(char c, int radix) {
    return c < 0x80 ? Character.digit(c, radix) : -1;
  }

  private int codePoint(int count) {
    int start = index;
    long number = 0;
    while (index < start + count && asciiDigit(text.charAt(index), 16) >= 0) {
      number = number * 16 + asciiDigit(text.charAt(index++), 16);
    }
    if (index < start + count || number > Character.MAX_CODE_POINT) {
      throw invalid("invalid Unicode escape in a text", position);
    }
    return (int) number;
  }

  private void append(char c) {
    flush();
    value.append(c);
  }

  private void append(int codePoint) {
    flush();
    value.appendCodePoint(codePoint);
  }

  private void octet(int number) {
    if (number < 0x80) {
      append((char) number);
    } else {
      bytes.write(number);
    }
  }

  private void flush() {
    if (bytes.size() == 0) {
      return;
    }
    try {
      value.append(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())));
    } catch (CharacterCodingException _) {
      throw invalid("invalid byte sequence for encoding UTF8 in a text", position);
    }
    bytes.reset();
  }

  private void checkPairs() {
    for (int i = 0; i < value.length(); i++) {
      int character = value.codePointAt(i);
      if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
        throw invalid("invalid Unicode surrogate pair in a text", position);
      }
      i += Character.charCount(character) - 1;
    }
  }
}

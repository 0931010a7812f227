package io.fairlead.wire.postgres;

import io.fairlead.sql.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Values in PostgreSQL's text format.
///
/// [#read] throws [IllegalArgumentException], [ArithmeticException] or
/// [java.time.DateTimeException] for a text that is not a value of the type.
final class TextFormat {
  /// PostgreSQL's bounds of numeric; a short text must not become a number that fills the memory.
  private static final int DIGITS_BEFORE_POINT = 131_072;

  private static final int DIGITS_AFTER_POINT = 16_383;

  private TextFormat() {}

  static void write(MessageWriter out, ColumnType type, Object value) {
    switch (type) {
      case BOOL -> out.putByte((Boolean) value ? 't' : 'f');
      case INT2, INT4, INT8, OID -> out.putText(value.toString());
      case FLOAT4 -> out.putText(FloatText.of((Float) value));
      case FLOAT8 -> out.putText(FloatText.of((Double) value));
      case NUMERIC -> out.putText(((BigDecimal) value).toPlainString());
      case BYTEA -> out.putText("\\x" + HexFormat.of().formatHex((byte[]) value));
      case TEXT, VARCHAR, NAME, CHAR, JSON, JSONB, UUID, INTERVAL, REGTYPE, UNKNOWN ->
          out.putText((String) value);
      case DATE -> out.putText(DateText.of((LocalDate) value));
      case TIME -> out.putText(DateText.of((LocalTime) value));
      case TIMESTAMP -> out.putText(DateText.of((LocalDateTime) value));
      case TIMESTAMPTZ -> out.putText(DateText.of((Instant) value));
      case BOOL_ARRAY,
          INT2_ARRAY,
          INT4_ARRAY,
          INT8_ARRAY,
          OID_ARRAY,
          FLOAT8_ARRAY,
          TEXT_ARRAY,
          ACL_ITEM_ARRAY ->
          out.putText(ArrayText.of((List<?>) value, Types.element(type).orElseThrow()));
    }
  }

  static Object read(ColumnType type, String text) {
    return switch (type) {
      case BOOL -> bool(text);
      case INT2 -> Short.valueOf(integer(text));
      case INT4 -> Integer.valueOf(integer(text));
      case INT8 -> Long.valueOf(integer(text));
      case OID -> Integer.toUnsignedLong(Integer.parseUnsignedInt(integer(text)));
      case FLOAT4 -> FloatText.readFloat(text.strip());
      case FLOAT8 -> FloatText.readDouble(text.strip());
      case NUMERIC -> numeric(text.strip());
      case BYTEA -> bytea(text);
      case TEXT, VARCHAR, NAME, CHAR, JSON, JSONB, INTERVAL, REGTYPE, UNKNOWN -> text;
      case UUID -> uuid(text.strip());
      case DATE -> DateText.date(text.strip());
      case TIME -> DateText.time(text.strip());
      case TIMESTAMP -> DateText.timestamp(text.strip());
      case TIMESTAMPTZ -> DateText.instant(text.strip());
      case BOOL_ARRAY,
          INT2_ARRAY,
          INT4_ARRAY,
          INT8_ARRAY,
          OID_ARRAY,
          FLOAT8_ARRAY,
          TEXT_ARRAY,
          ACL_ITEM_ARRAY ->
          ArrayText.read(text, Types.element(type).orElseThrow());
    };
  }

  private static boolean bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "t", "tr", "tru", "true", "y", "ye", "yes", "on", "1" -> true;
      case "f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  /// Java's parser takes digits of every script; PostgreSQL's does not.
  private static String integer(String text) {
    String digits = text.strip();
    if (digits.chars().anyMatch(c -> c > '9')) {
      throw new NumberFormatException();
    }
    return digits;
  }

  private static BigDecimal numeric(String text) {
    BigDecimal value = new BigDecimal(text);
    if (value.scale() > DIGITS_AFTER_POINT
        || (long) value.precision() - value.scale() > DIGITS_BEFORE_POINT) {
      throw new ArithmeticException();
    }
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  private static String uuid(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException();
    }
    return UUID.fromString(text).toString();
  }

  private static byte[] bytea(String text) {
    return text.startsWith("\\x") ? HexFormat.of().parseHex(text, 2, text.length()) : escaped(text);
  }

  /// The older form: bytes as characters, others as a backslash and three octal digits.
  private static byte[] escaped(String text) {
    byte[] bytes = new byte[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        throw new IllegalArgumentException();
      }
      if (c != '\\') {
        bytes[count++] = (byte) c;
      } else if (text.startsWith("\\\\", i)) {
        bytes[count++] = '\\';
        i++;
      } else {
        int octal = Integer.parseUnsignedInt(text, i + 1, Math.min(i + 4, text.length()), 8);
        if (i + 4 > text.length() || octal > 0xff) {
          throw new IllegalArgumentException();
        }
        bytes[count++] = (byte) octal;
        i += 3;
      }
    }
    return Arrays.copyOf(bytes, count);
  }
}

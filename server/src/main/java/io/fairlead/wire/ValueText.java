package io.fairlead.wire;

import io.fairlead.sql.ColumnType;
import java.math.BigDecimal;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;
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
public final class ValueText {
  /// PostgreSQL's bounds of numeric; a short text must not become a number that fills the memory.
  private static final int DIGITS_BEFORE_POINT = 131_072;

  private static final int DIGITS_AFTER_POINT = 16_383;

  private ValueText() {}

  public static String of(ColumnType type, Object value) {
    return switch (type) {
      case BOOL -> (Boolean) value ? "t" : "f";
      case INT2, INT4, INT8, OID -> value.toString();
      case FLOAT4 -> FloatText.of((Float) value);
      case FLOAT8 -> FloatText.of((Double) value);
      case NUMERIC -> ((BigDecimal) value).toPlainString();
      case BYTEA -> "\\x" + HexFormat.of().formatHex((byte[]) value);
      case TEXT, VARCHAR, NAME, CHAR, JSON, JSONB, UUID, INTERVAL, REGTYPE, UNKNOWN ->
          (String) value;
      case DATE -> DateText.of((LocalDate) value);
      case TIME -> DateText.of((LocalTime) value);
      case TIMESTAMP -> DateText.of((LocalDateTime) value);
      case TIMESTAMPTZ -> DateText.of((Instant) value);
      case BOOL_ARRAY,
          INT2_ARRAY,
          INT4_ARRAY,
          INT8_ARRAY,
          OID_ARRAY,
          FLOAT8_ARRAY,
          TEXT_ARRAY,
          ACL_ITEM_ARRAY ->
          ArrayText.of((List<?>) value, type.element().orElseThrow());
    };
  }

  public static Object read(ColumnType type, String text) {
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
          ArrayText.read(text, type.element().orElseThrow());
    };
  }

  /// Whether this was thrown for a value, in this form or another, that is none of its type.
  public static boolean isInvalid(RuntimeException thrown) {
    return thrown instanceof IllegalArgumentException
        || thrown instanceof DateTimeException
        || thrown instanceof ArithmeticException
        || thrown instanceof BufferUnderflowException;
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

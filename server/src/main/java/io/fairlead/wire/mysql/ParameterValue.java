package io.fairlead.wire.mysql;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.ColumnType;
import io.fairlead.wire.ValueText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;

/// The values of a prepared statement's parameters.
final class ParameterValue {
  private static final int HOURS = 24;

  /// @param code as in [FieldType]
  record Type(int code, boolean unsigned) {
    boolean isNull() {
      return code == FieldType.NULL;
    }

    /// What such a value is; text where it may be many things.
    ColumnType columnType() {
      return switch (code) {
        case FieldType.TINY, FieldType.YEAR -> ColumnType.INT2;
        case FieldType.SHORT -> unsigned ? ColumnType.INT4 : ColumnType.INT2;
        case FieldType.LONG, FieldType.INT24 -> unsigned ? ColumnType.INT8 : ColumnType.INT4;
        case FieldType.LONGLONG -> unsigned ? ColumnType.NUMERIC : ColumnType.INT8;
        case FieldType.FLOAT -> ColumnType.FLOAT4;
        case FieldType.DOUBLE -> ColumnType.FLOAT8;
        case FieldType.DECIMAL, FieldType.NEWDECIMAL -> ColumnType.NUMERIC;
        case FieldType.DATE -> ColumnType.DATE;
        case FieldType.DATETIME, FieldType.TIMESTAMP -> ColumnType.TIMESTAMP;
        default -> ColumnType.TEXT;
      };
    }
  }

  private ParameterValue() {}

  /// @param wanted what the statement takes
  /// @param number from 1, for messages
  static Object read(PacketReader in, Type type, ColumnType wanted, int number) {
    return switch (type.code()) {
      case FieldType.TINY -> whole((byte) in.int8(), 0xffL, type, wanted, number);
      case FieldType.SHORT, FieldType.YEAR ->
          whole((short) in.int16(), 0xffffL, type, wanted, number);
      case FieldType.LONG, FieldType.INT24 ->
          whole(in.int32(), 0xffff_ffffL, type, wanted, number);
      case FieldType.LONGLONG -> longlong(in.int64(), type, wanted, number);
      case FieldType.FLOAT ->
          as(wanted, ColumnType.FLOAT4, Float.intBitsToFloat(in.int32()), number);
      case FieldType.DOUBLE ->
          as(wanted, ColumnType.FLOAT8, Double.longBitsToDouble(in.int64()), number);
      case FieldType.DATE, FieldType.DATETIME, FieldType.TIMESTAMP ->
          moment(in, wanted, number);
      case FieldType.TIME -> time(in, wanted, number);
      case FieldType.DECIMAL,
          FieldType.NEWDECIMAL,
          FieldType.VARCHAR,
          FieldType.BIT,
          FieldType.JSON,
          FieldType.TINY_BLOB,
          FieldType.MEDIUM_BLOB,
          FieldType.LONG_BLOB,
          FieldType.BLOB,
          FieldType.VAR_STRING,
          FieldType.STRING ->
          ofBytes(in.countedBytes(), wanted, number);
      default -> throw invalid(wanted, number);
    };
  }

  /// A value that came as bytes or text.
  static Object ofBytes(byte[] bytes, ColumnType wanted, int number) {
    return wanted == ColumnType.BYTEA
        ? bytes
        : parsed(wanted, PacketReader.decode(ByteBuffer.wrap(bytes)), number);
  }

  private static Object whole(long value, long mask, Type type, ColumnType wanted, int number) {
    return as(wanted, ColumnType.INT8, type.unsigned() ? value & mask : value, number);
  }

  private static Object longlong(long value, Type type, ColumnType wanted, int number) {
    if (!type.unsigned() || value >= 0) {
      return as(wanted, ColumnType.INT8, value, number);
    }
    BigDecimal large = new BigDecimal(new BigInteger(Long.toUnsignedString(value)));
    return as(wanted, ColumnType.NUMERIC, large, number);
  }

  private static Object moment(PacketReader in, ColumnType wanted, int number) {
    int length = in.int8();
    if (length != 4 && length != 7 && length != 11) {
      throw invalid(wanted, number);
    }
    try {
      LocalDate date = LocalDate.of(in.int16(), in.int8(), in.int8());
      if (length == 4 && wanted == ColumnType.DATE) {
        return date;
      }
      LocalTime time =
          length == 4
              ? LocalTime.MIDNIGHT
              : LocalTime.of(
                  in.int8(), in.int8(), in.int8(), length == 11 ? micros(in.int32()) : 0);
      LocalDateTime moment = date.atTime(time);
      return wanted == ColumnType.DATE
          ? moment.toLocalDate()
          : as(wanted, ColumnType.TIMESTAMP, moment, number);
    } catch (RuntimeException wrong) {
      throw refused(wrong, wanted, number);
    }
  }

  private static int micros(int count) {
    return Math.multiplyExact(count, 1000);
  }

  /// A duration of a day or more, or a negative one, is a text.
  private static Object time(PacketReader in, ColumnType wanted, int number) {
    int length = in.int8();
    if (length == 0) {
      return as(wanted, ColumnType.TIME, LocalTime.MIDNIGHT, number);
    }
    if (length != 8 && length != 12) {
      throw invalid(wanted, number);
    }
    boolean negative = in.int8() != 0;
    long days = Integer.toUnsignedLong(in.int32());
    int hours = in.int8();
    int minutes = in.int8();
    int seconds = in.int8();
    int micros = length == 12 ? in.int32() : 0;
    if (negative || days > 0) {
      String sign = negative ? "-" : "";
      return parsed(
          wanted,
          String.format(
              Locale.ROOT, "%s%02d:%02d:%02d", sign, days * HOURS + hours, minutes, seconds),
          number);
    }
    try {
      return as(
          wanted, ColumnType.TIME, LocalTime.of(hours, minutes, seconds, micros(micros)), number);
    } catch (RuntimeException wrong) {
      throw refused(wrong, wanted, number);
    }
  }

  /// The value as one of the type that is wanted.
  private static Object as(ColumnType wanted, ColumnType is, Object value, int number) {
    if (wanted == is) {
      return value;
    }
    return parsed(wanted, ValueText.of(is, value), number);
  }

  private static Object parsed(ColumnType wanted, String text, int number) {
    try {
      return ValueText.read(wanted, text);
    } catch (RuntimeException wrong) {
      throw refused(wrong, wanted, number);
    }
  }

  private static RuntimeException refused(
      RuntimeException thrown, ColumnType wanted, int number) {
    return ValueText.isInvalid(thrown) ? invalid(wanted, number) : thrown;
  }

  /// The value is not quoted in the error: it may be a secret.
  private static Refusal invalid(ColumnType wanted, int number) {
    return Refusal.of(
        ProblemKind.INVALID_TEXT,
        "incorrect value of parameter %d for type %s"
            .formatted(number, wanted.name().toLowerCase(Locale.ROOT)));
  }
}

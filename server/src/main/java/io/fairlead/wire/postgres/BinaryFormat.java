package io.fairlead.wire.postgres;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.ColumnType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Values in PostgreSQL's binary format.
///
/// [#read] throws [IllegalArgumentException], [java.time.DateTimeException], [ArithmeticException]
/// or [java.nio.BufferUnderflowException] for bytes that are not a value of the type.
final class BinaryFormat {
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final long EPOCH_SECONDS = EPOCH.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  private static final int JSONB_VERSION = 1;

  private BinaryFormat() {}

  static void write(MessageWriter out, ColumnType type, Object value) {
    switch (type) {
      case BOOL -> out.putByte((Boolean) value ? 1 : 0);
      case INT2 -> out.putShort((Short) value);
      case INT4 -> out.putInt((Integer) value);
      case INT8 -> out.putLong((Long) value);
      case OID -> out.putInt(((Long) value).intValue());
      case FLOAT4 -> out.putInt(Float.floatToIntBits((Float) value));
      case FLOAT8 -> out.putLong(Double.doubleToLongBits((Double) value));
      case NUMERIC -> NumericBinary.write(out, (BigDecimal) value);
      case BYTEA -> out.putBytes((byte[]) value);
      case TEXT, VARCHAR, NAME, CHAR, JSON, UNKNOWN -> out.putText((String) value);
      case JSONB -> {
        out.putByte(JSONB_VERSION);
        out.putText((String) value);
      }
      case UUID -> {
        UUID uuid = UUID.fromString((String) value);
        out.putLong(uuid.getMostSignificantBits());
        out.putLong(uuid.getLeastSignificantBits());
      }
      case DATE -> out.putInt(days((LocalDate) value));
      case TIME -> out.putLong(((LocalTime) value).toNanoOfDay() / 1000);
      case TIMESTAMP -> out.putLong(micros((LocalDateTime) value));
      case TIMESTAMPTZ -> out.putLong(micros((Instant) value));
      case INTERVAL, REGTYPE, ACL_ITEM_ARRAY -> throw noBinary(type);
      case BOOL_ARRAY, INT2_ARRAY, INT4_ARRAY, INT8_ARRAY, OID_ARRAY, FLOAT8_ARRAY, TEXT_ARRAY ->
          writeArray(out, (List<?>) value, type.element().orElseThrow());
    }
  }

  private static Refusal noBinary(ColumnType type) {
    return Refusal.of(
        ProblemKind.UNKNOWN_FUNCTION, "no binary format available for type " + Types.name(type));
  }

  private static int days(LocalDate date) {
    if (date.equals(LocalDate.MAX)) {
      return Integer.MAX_VALUE;
    }
    return date.equals(LocalDate.MIN)
        ? Integer.MIN_VALUE
        : Math.toIntExact(ChronoUnit.DAYS.between(EPOCH, date));
  }

  private static long micros(LocalDateTime moment) {
    if (moment.equals(LocalDateTime.MAX)) {
      return Long.MAX_VALUE;
    }
    return moment.equals(LocalDateTime.MIN)
        ? Long.MIN_VALUE
        : micros(moment.toInstant(ZoneOffset.UTC));
  }

  private static long micros(Instant instant) {
    if (instant.equals(Instant.MAX)) {
      return Long.MAX_VALUE;
    }
    return instant.equals(Instant.MIN)
        ? Long.MIN_VALUE
        : Math.addExact(
            Math.multiplyExact(instant.getEpochSecond() - EPOCH_SECONDS, 1_000_000L),
            instant.getNano() / 1000);
  }

  private static void writeArray(MessageWriter out, List<?> values, ColumnType element) {
    out.putInt(values.isEmpty() ? 0 : 1);
    // Not contains(null), which Java's own immutable lists answer with an exception.
    out.putInt(values.stream().anyMatch(Objects::isNull) ? 1 : 0);
    out.putInt(element.oid());
    if (values.isEmpty()) {
      return;
    }
    out.putInt(values.size());
    out.putInt(1);
    for (Object value : values) {
      if (value == null) {
        out.putInt(-1);
      } else {
        int mark = out.openLength();
        write(out, element, value);
        out.closeLength(mark);
      }
    }
  }

  static Object read(ColumnType type, ByteBuffer in) {
    return switch (type) {
      case BOOL -> in.get() != 0;
      case INT2 -> in.getShort();
      case INT4 -> in.getInt();
      case INT8 -> in.getLong();
      case OID -> Integer.toUnsignedLong(in.getInt());
      case FLOAT4 -> in.getFloat();
      case FLOAT8 -> in.getDouble();
      case NUMERIC -> NumericBinary.read(in);
      case BYTEA -> {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        yield bytes;
      }
      case TEXT, VARCHAR, NAME, CHAR, JSON, UNKNOWN -> text(in);
      case JSONB -> {
        if (in.get() != JSONB_VERSION) {
          throw new IllegalArgumentException();
        }
        yield text(in);
      }
      case UUID -> new UUID(in.getLong(), in.getLong()).toString();
      case DATE -> date(in.getInt());
      case TIME -> LocalTime.ofNanoOfDay(Math.multiplyExact(in.getLong(), 1000L));
      case TIMESTAMP -> timestamp(in.getLong());
      case TIMESTAMPTZ -> instant(in.getLong());
      case INTERVAL, REGTYPE, ACL_ITEM_ARRAY -> throw noBinary(type);
      case BOOL_ARRAY, INT2_ARRAY, INT4_ARRAY, INT8_ARRAY, OID_ARRAY, FLOAT8_ARRAY, TEXT_ARRAY ->
          readArray(in, type.element().orElseThrow());
    };
  }

  private static String text(ByteBuffer in) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      if (text.indexOf(0) < 0) {
        return text;
      }
    } catch (CharacterCodingException wrong) {
      // Refused below.
    }
    throw Refusal.of(ProblemKind.INVALID_ENCODING, "invalid byte sequence for encoding \"UTF8\"");
  }

  private static LocalDate date(int days) {
    return switch (days) {
      case Integer.MAX_VALUE -> LocalDate.MAX;
      case Integer.MIN_VALUE -> LocalDate.MIN;
      default -> EPOCH.plusDays(days);
    };
  }

  private static LocalDateTime timestamp(long micros) {
    if (micros == Long.MAX_VALUE) {
      return LocalDateTime.MAX;
    }
    return micros == Long.MIN_VALUE
        ? LocalDateTime.MIN
        : LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
  }

  private static Instant instant(long micros) {
    if (micros == Long.MAX_VALUE) {
      return Instant.MAX;
    }
    return micros == Long.MIN_VALUE
        ? Instant.MIN
        : Instant.ofEpochSecond(EPOCH_SECONDS).plus(micros, ChronoUnit.MICROS);
  }

  private static List<@Nullable Object> readArray(ByteBuffer in, ColumnType element) {
    int dimensions = in.getInt();
    in.getInt(); // Whether there are NULLs: their lengths tell that as well.
    int oid = in.getInt();
    if (dimensions < 0 || dimensions > 1 || oid != element.oid()) {
      throw new IllegalArgumentException();
    }
    List<@Nullable Object> values = new ArrayList<>();
    int count = dimensions == 0 ? 0 : in.getInt();
    if (dimensions == 1) {
      in.getInt(); // The index of the first element, which a list does not have.
    }
    for (int i = 0; i < count; i++) {
      int length = in.getInt();
      if (length == -1) {
        values.add(null);
        continue;
      }
      if (length < 0 || length > in.remaining()) {
        throw new IllegalArgumentException();
      }
      ByteBuffer value = in.slice(in.position(), length);
      in.position(in.position() + length);
      values.add(read(element, value));
      if (value.hasRemaining()) {
        throw new IllegalArgumentException();
      }
    }
    return values;
  }
}

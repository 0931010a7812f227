package io.fairlead.wire.mysql;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.ColumnType;
import io.fairlead.wire.ValueText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/// Values of rows, in the protocol's text and binary forms.
final class ValueFormat {
  private static final int DATE_BYTES = 4;
  private static final int SECONDS_BYTES = 7;
  private static final int MICROS_BYTES = 11;
  private static final int TIME_BYTES = 8;
  private static final int TIME_MICROS_BYTES = 12;
  private static final int MOST_YEAR = 9999;

  private ValueFormat() {}

  static void putText(PacketWriter out, ColumnType type, Object value) {
    switch (type) {
      case BOOL -> out.putCounted((Boolean) value ? "1" : "0");
      case BYTEA -> out.putCounted((byte[]) value);
      case DATE -> out.putCounted(ValueText.of(type, checked((LocalDate) value)));
      case TIMESTAMP -> out.putCounted(ValueText.of(type, checked((LocalDateTime) value)));
      case TIMESTAMPTZ ->
          out.putCounted(ValueText.of(ColumnType.TIMESTAMP, universal((Instant) value)));
      default -> out.putCounted(ValueText.of(type, value));
    }
  }

  static void putBinary(PacketWriter out, ColumnType type, Object value) {
    switch (type) {
      case BOOL -> out.put8((Boolean) value ? 1 : 0);
      case INT2 -> out.put16((Short) value);
      case INT4 -> out.put32((Integer) value);
      case INT8 -> out.put64((Long) value);
      case OID -> out.put32(((Long) value).intValue());
      case FLOAT4 -> out.put32(Float.floatToIntBits((Float) value));
      case FLOAT8 -> out.put64(Double.doubleToLongBits((Double) value));
      case NUMERIC ->
          out.putCounted(
              ((BigDecimal) value).toPlainString().getBytes(StandardCharsets.US_ASCII));
      case BYTEA -> out.putCounted((byte[]) value);
      case DATE -> {
        out.put8(DATE_BYTES);
        putDate(out, checked((LocalDate) value));
      }
      case TIME -> putTime(out, (LocalTime) value);
      case TIMESTAMP -> putMoment(out, checked((LocalDateTime) value));
      case TIMESTAMPTZ -> putMoment(out, universal((Instant) value));
      default -> out.putCounted(ValueText.of(type, value));
    }
  }

  private static void putDate(PacketWriter out, LocalDate date) {
    out.put16(date.getYear());
    out.put8(date.getMonthValue());
    out.put8(date.getDayOfMonth());
  }

  private static void putMoment(PacketWriter out, LocalDateTime moment) {
    int micros = moment.get(ChronoField.MICRO_OF_SECOND);
    out.put8(micros == 0 ? SECONDS_BYTES : MICROS_BYTES);
    putDate(out, moment.toLocalDate());
    putClock(out, moment.toLocalTime(), micros);
  }

  private static void putTime(PacketWriter out, LocalTime time) {
    int micros = time.get(ChronoField.MICRO_OF_SECOND);
    out.put8(micros == 0 ? TIME_BYTES : TIME_MICROS_BYTES);
    out.put8(0); // Not negative.
    out.put32(0); // No days.
    putClock(out, time, micros);
  }

  private static void putClock(PacketWriter out, LocalTime time, int micros) {
    out.put8(time.getHour());
    out.put8(time.getMinute());
    out.put8(time.getSecond());
    if (micros > 0) {
      out.put32(micros);
    }
  }

  private static LocalDateTime universal(Instant instant) {
    if (instant.equals(Instant.MAX) || instant.equals(Instant.MIN)) {
      throw outside();
    }
    return checked(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  private static LocalDateTime checked(LocalDateTime moment) {
    checked(moment.toLocalDate());
    return moment;
  }

  private static LocalDate checked(LocalDate date) {
    if (date.getYear() < 0 || date.getYear() > MOST_YEAR) {
      throw outside();
    }
    return date;
  }

  private static Refusal outside() {
    return Refusal.of(
        ProblemKind.OUT_OF_RANGE, "a date is outside of the years 0 to 9999 of the MySQL protocol");
  }
}

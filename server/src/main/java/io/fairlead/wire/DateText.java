package io.fairlead.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/// Dates and times as PostgreSQL prints them with `DateStyle = ISO` and `TimeZone = UTC`. Java's
/// largest and smallest values stand for `infinity` and `-infinity`.
public final class DateText {
  private static final String BEFORE_CHRIST = " BC";
  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4, 6, SignStyle.NEVER)
          .appendPattern("-MM-dd")
          .optionalStart()
          .appendPattern("[ ]['T']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .appendPattern("[ ][XXX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private DateText() {}

  public static String of(LocalDate date) {
    if (date.equals(LocalDate.MAX) || date.equals(LocalDate.MIN)) {
      return infinity(date.equals(LocalDate.MAX));
    }
    StringBuilder text = new StringBuilder();
    append(text, date);
    return endYear(text, date).toString();
  }

  public static String of(LocalTime time) {
    StringBuilder text = new StringBuilder();
    append(text, time);
    return text.toString();
  }

  public static String of(LocalDateTime moment) {
    if (moment.equals(LocalDateTime.MAX) || moment.equals(LocalDateTime.MIN)) {
      return infinity(moment.equals(LocalDateTime.MAX));
    }
    return moment(moment, "");
  }

  public static String of(Instant instant) {
    if (instant.equals(Instant.MAX) || instant.equals(Instant.MIN)) {
      return infinity(instant.equals(Instant.MAX));
    }
    return moment(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), "+00");
  }

  private static String infinity(boolean positive) {
    return positive ? "infinity" : "-infinity";
  }

  private static String moment(LocalDateTime moment, String offset) {
    StringBuilder text = new StringBuilder();
    append(text, moment.toLocalDate());
    text.append(' ');
    append(text, moment.toLocalTime());
    return endYear(text.append(offset), moment.toLocalDate()).toString();
  }

  private static void append(StringBuilder text, LocalDate date) {
    int year = date.getYear();
    padded(text, year > 0 ? year : 1 - year, 4).append('-');
    padded(text, date.getMonthValue(), 2).append('-');
    padded(text, date.getDayOfMonth(), 2);
  }

  private static StringBuilder endYear(StringBuilder text, LocalDate date) {
    return date.getYear() > 0 ? text : text.append(BEFORE_CHRIST);
  }

  private static void append(StringBuilder text, LocalTime time) {
    padded(text, time.getHour(), 2).append(':');
    padded(text, time.getMinute(), 2).append(':');
    padded(text, time.getSecond(), 2);
    int micros = time.getNano() / 1000;
    if (micros > 0) {
      padded(text.append('.'), micros, 6);
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
  }

  private static StringBuilder padded(StringBuilder text, int value, int width) {
    String digits = Integer.toString(value);
    return text.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }

  public static LocalDate date(String text) {
    return switch (text) {
      case "infinity" -> LocalDate.MAX;
      case "-infinity" -> LocalDate.MIN;
      default -> parse(text).date();
    };
  }

  public static LocalTime time(String text) {
    return LocalTime.parse(text);
  }

  public static LocalDateTime timestamp(String text) {
    return switch (text) {
      case "infinity" -> LocalDateTime.MAX;
      case "-infinity" -> LocalDateTime.MIN;
      // As in PostgreSQL, an offset is read over.
      default -> parse(text).local();
    };
  }

  public static Instant instant(String text) {
    return switch (text) {
      case "infinity" -> Instant.MAX;
      case "-infinity" -> Instant.MIN;
      default -> {
        Parsed parsed = parse(text);
        yield parsed.local().toInstant(parsed.offset());
      }
    };
  }

  private record Parsed(LocalDate date, LocalTime time, ZoneOffset offset) {
    LocalDateTime local() {
      return date.atTime(time);
    }
  }

  private static Parsed parse(String text) {
    boolean beforeChrist = text.endsWith(BEFORE_CHRIST);
    String rest = beforeChrist ? text.substring(0, text.length() - BEFORE_CHRIST.length()) : text;
    TemporalAccessor found = READ.parse(rest);
    LocalDate date = found.query(TemporalQueries.localDate());
    if (date == null) {
      throw new DateTimeException("no date");
    }
    LocalTime time = found.query(TemporalQueries.localTime());
    ZoneOffset offset = found.query(TemporalQueries.offset());
    return new Parsed(
        beforeChrist ? date.withYear(1 - date.getYear()) : date,
        time == null ? LocalTime.MIDNIGHT : time,
        offset == null ? ZoneOffset.UTC : offset);
  }
}

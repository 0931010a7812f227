package io.fairlead.sql;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time and points in time as people write them in quotes: `'15 minutes'`, `'PT15M'`,
/// `'2027-01-31'`, `'2027-01-31T12:00:00Z'`. No error quotes what stands there.
public final class TimeLiteral {
  /// More digits are beyond every limit.
  private static final Pattern AMOUNT =
      Pattern.compile("([0-9]{1,9}) ?([a-z]+)", Pattern.CASE_INSENSITIVE);

  private TimeLiteral() {}

  /// @param what for the error: `OVERLAP`
  public static Duration duration(
      TokenReader in, String what, Duration least, Duration most) {
    int position = in.peek().position();
    Optional<Duration> found = length(in.text("a time in quotes, such as '15 minutes'").strip());
    if (found.isEmpty()) {
      throw wrong(what + " is not a time such as '15 minutes'", position);
    }
    Duration duration = found.get();
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw wrong("%s must be from %s to %s".formatted(what, words(least), words(most)), position);
    }
    return duration;
  }

  private static Optional<Duration> length(String written) {
    Matcher amount = AMOUNT.matcher(written);
    if (amount.matches()) {
      return unit(amount.group(2))
          .map(unit -> Duration.of(Long.parseLong(amount.group(1)), unit));
    }
    try {
      return Optional.of(Duration.parse(written));
    } catch (DateTimeException notIso) {
      return Optional.empty();
    }
  }

  private static Optional<TemporalUnit> unit(String word) {
    return Optional.ofNullable(
        switch (word.toLowerCase(Locale.ROOT)) {
          case "s", "sec", "secs", "second", "seconds" -> ChronoUnit.SECONDS;
          case "m", "min", "mins", "minute", "minutes" -> ChronoUnit.MINUTES;
          case "h", "hour", "hours" -> ChronoUnit.HOURS;
          case "d", "day", "days" -> ChronoUnit.DAYS;
          default -> null;
        });
  }

  /// `15 minutes`: the largest unit that leaves nothing over, or ISO 8601.
  public static String words(Duration duration) {
    if (duration.toNanosPart() != 0) {
      return duration.toString();
    }
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0) {
      return counted(seconds / 86_400, "day");
    }
    if (seconds % 3_600 == 0) {
      return counted(seconds / 3_600, "hour");
    }
    return seconds % 60 == 0 ? counted(seconds / 60, "minute") : counted(seconds, "second");
  }

  private static String counted(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /// A date (its first moment) or a timestamp; both are in UTC unless an offset is written.
  ///
  /// @param what for the error: `EXPIRES`
  public static Instant instant(TokenReader in, String what) {
    int position = in.peek().position();
    Instant found;
    try {
      found = moment(in.text("a timestamp in quotes, such as '2027-01-31T12:00:00Z'").strip());
    } catch (DateTimeException notTime) {
      throw wrong(what + " is not a timestamp such as '2027-01-31T12:00:00Z'", position);
    }
    if (found.isBefore(Limits.EARLIEST_TIME) || found.isAfter(Limits.LATEST_TIME)) {
      throw wrong(what + " must be in the years 1970 to 9999", position);
    }
    return found;
  }

  private static Instant moment(String written) {
    if (written.length() <= "2027-01-31".length()) {
      return LocalDate.parse(written).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    String iso = written.replaceFirst("^(\\S+) ", "$1T");
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeException withoutOffset) {
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    }
  }

  private static Refusal wrong(String message, int position) {
    return Problem.of(ProblemKind.INVALID_OPTION, message).at(position).refusal();
  }
}

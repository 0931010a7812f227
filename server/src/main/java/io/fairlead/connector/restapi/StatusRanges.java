package io.fairlead.connector.restapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Statuses of HTTP: `200`, `200..299`, or several of both with commas between them.
public record StatusRanges(List<Range> ranges) {
  static final StatusRanges GOOD = new StatusRanges(List.of(new Range(200, 299)));

  record Range(int first, int last) {}

  private static final Pattern RANGE =
      Pattern.compile("([2-5][0-9]{2})(?:(?:\\.\\.|-)([2-5][0-9]{2}))?");
  private static final int MOST = 20;

  /// @return empty when the text is no such list
  static Optional<StatusRanges> read(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String part : text.split(",", MOST + 1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        return Optional.empty();
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (last < first) {
        return Optional.empty();
      }
      ranges.add(new Range(first, last));
    }
    return Optional.of(new StatusRanges(List.copyOf(ranges)));
  }

  boolean contains(int status) {
    return ranges.stream().anyMatch(range -> range.first <= status && status <= range.last);
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    for (Range range : ranges) {
      parts.add(range.first == range.last ? "" + range.first : range.first + ".." + range.last);
    }
    return String.join(", ", parts);
  }
}

package io.fairlead.connector.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The names that a path stands for: `a/{b,c}.csv`, `part[08-11].csv`.
final class NamePattern {
  /// Names that one pattern may stand for.
  static final int MOST = 10_000;

  private static final Pattern CHOICE = Pattern.compile("\\{([^{}\\[\\]]*)\\}|\\[(\\d{1,9})-(\\d{1,9})\\]");

  private NamePattern() {}

  /// In order, each once; empty when it is no such pattern, or one for too many names.
  static Optional<List<String>> names(String pattern) {
    List<String> names = List.of("");
    Matcher choice = CHOICE.matcher(pattern);
    int end = 0;
    while (choice.find()) {
      names = joined(names, List.of(pattern.substring(end, choice.start())));
      names = joined(names, choices(choice));
      if (names.isEmpty()) {
        return Optional.empty();
      }
      end = choice.end();
    }
    String rest = pattern.substring(end);
    boolean isWhole =
        !CHOICE.matcher(pattern).replaceAll("").matches(".*[{}\\[\\]].*");
    return isWhole
        ? Optional.of(List.copyOf(new TreeSet<>(joined(names, List.of(rest)))))
        : Optional.empty();
  }

  private static List<String> choices(Matcher choice) {
    if (choice.group(1) != null) {
      return List.of(choice.group(1).split(",", -1));
    }
    int from = Integer.parseInt(choice.group(2));
    int to = Integer.parseInt(choice.group(3));
    // A leading zero is a width: [08-11].
    int width = choice.group(2).startsWith("0") ? choice.group(2).length() : 1;
    List<String> numbers = new ArrayList<>();
    for (int number = from; number <= to && numbers.size() <= MOST; number++) {
      numbers.add(String.format(java.util.Locale.ROOT, "%0" + width + "d", number));
    }
    return numbers;
  }

  /// Each with each; none when they are too many.
  private static List<String> joined(List<String> before, List<String> after) {
    if ((long) before.size() * after.size() > MOST) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    before.forEach(first -> after.forEach(second -> all.add(first + second)));
    return all;
  }
}

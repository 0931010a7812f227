package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The options of a COPY. One that is not known is refused: nothing is left out without a word.
///
/// @param given keys in lower case
record CopyOptions(Map<String, String> given) {
  private static final Set<String> IN =
      Set.of("force", "purge", "on_error", "size_limit", "max_files", "return_failed_only");
  private static final Set<String> OUT = Set.of("single", "max_file_size", "overwrite");

  /// What happens to a file with rows that cannot be read.
  enum OnError {
    /// The COPY fails.
    ABORT,
    /// The other rows are loaded.
    CONTINUE,
    /// The other files are loaded.
    SKIP_FILE
  }

  static CopyOptions in(Map<String, String> given) {
    return known(given, IN);
  }

  static CopyOptions out(Map<String, String> given) {
    return known(given, OUT);
  }

  private static CopyOptions known(Map<String, String> given, Set<String> known) {
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        throw Refusal.of(
            ProblemKind.NOT_SUPPORTED, "option \"" + key + "\" of COPY INTO is not supported");
      }
    }
    return new CopyOptions(given);
  }

  boolean isOn(String key) {
    return switch (given.getOrDefault(key, "false").toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default ->
          throw Refusal.of(ProblemKind.INVALID_OPTION, key + " must be true or false");
    };
  }

  /// A number of bytes or files.
  long number(String key, long otherwise) {
    String text = given.get(key);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw Refusal.of(ProblemKind.INVALID_OPTION, key + " must be a number");
    }
    return Long.parseLong(text);
  }

  OnError onError() {
    return switch (given.getOrDefault("on_error", "abort").toLowerCase(Locale.ROOT)) {
      case "abort" -> OnError.ABORT;
      case "continue" -> OnError.CONTINUE;
      case "skip_file" -> OnError.SKIP_FILE;
      default ->
          throw Refusal.of(
              ProblemKind.INVALID_OPTION, "on_error must be abort, continue or skip_file");
    };
  }
}

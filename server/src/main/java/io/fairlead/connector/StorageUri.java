package io.fairlead.connector;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The parts of a URI that points to objects, `s3://bucket/folder/`. Nothing in it is encoded.
///
/// @param authority what stands before the first slash; a bucket, a host, nothing
/// @param path what stands behind it
public record StorageUri(String scheme, String authority, String path) {
  private static final Pattern URI =
      Pattern.compile("([A-Za-z][A-Za-z0-9]*)://([^/]*)(?:/(.*))?", Pattern.DOTALL);

  /// Empty when there is a problem.
  public static Optional<StorageUri> read(String uri, Problems problems) {
    Matcher parts = URI.matcher(uri);
    if (uri.length() > Limits.URL_CHARACTERS
        || !parts.matches()
        || uri.chars().anyMatch(Character::isISOControl)) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid location: it is not a URI of a place for files such as s3://bucket/folder/");
      return Optional.empty();
    }
    String path = parts.group(3) == null ? "" : parts.group(3);
    return Optional.of(
        new StorageUri(
            parts.group(1).toLowerCase(java.util.Locale.ROOT), parts.group(2), path));
  }

  /// The options of a bucket and of a folder in it, as most services have them.
  public static Options bucketAndPrefix(String uri, String bucketKey, Problems problems) {
    Map<String, OptionValue> place = new TreeMap<>();
    read(uri, problems)
        .ifPresent(
            parts -> {
              if (parts.authority().isEmpty()) {
                problems.add(
                    ProblemKind.INVALID_OPTION,
                    "invalid location: it names no " + OptionSpec.spelling(bucketKey));
              }
              place.put(bucketKey, new OptionValue.Text(parts.authority()));
              if (!parts.path().isEmpty()) {
                place.put("prefix", new OptionValue.Text(parts.path()));
              }
            });
    return Options.of(place);
  }
}

package io.fairlead.connector.externallocation;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A URL of a location, taken apart: `s3://bucket/folder`, `gs://bucket/folder`,
/// `abfss://container@account.dfs.core.windows.net/folder`, `file:///folder`. Nothing in it is
/// escaped, and no problem quotes it: somebody may have put a key into it.
///
/// @param storage the name of the type of storage
/// @param place its options that the URL stands for
record LocationUrl(String storage, Options place) {
  private static final Pattern URL = Pattern.compile("([A-Za-z0-9]{1,10})://([^/]*)(/.*)?");
  private static final Pattern AZURE =
      Pattern.compile("([^@]+)@([a-z0-9]+)\\.(dfs|blob)\\.core\\.windows\\.net");

  static Optional<LocationUrl> read(String url, Problems problems) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches() || url.contains("?") || url.contains("#")) {
      wrong("it is not a URL of the form scheme://place/folder", problems);
      return Optional.empty();
    }
    String authority = parts.group(2);
    String path = parts.group(3) == null ? "" : parts.group(3);
    return switch (parts.group(1).toLowerCase(Locale.ROOT)) {
      case "s3", "s3a" -> Optional.of(bucket("s3", authority, path));
      case "gs", "gcs" -> Optional.of(bucket("gcs", authority, path));
      case "abfss", "abfs", "wasbs", "wasb" -> container(authority, path, problems);
      case "file" -> folder(authority, path, problems);
      default -> {
        wrong("it begins with none of s3://, gs://, abfss:// and file://", problems);
        yield Optional.empty();
      }
    };
  }

  private static LocationUrl bucket(String storage, String bucket, String path) {
    return new LocationUrl(
        storage, below(path).with("bucket", new OptionValue.Text(bucket)));
  }

  /// Azure is asked over TLS whatever the scheme says.
  private static Optional<LocationUrl> container(
      String authority, String path, Problems problems) {
    Matcher parts = AZURE.matcher(authority);
    if (!parts.matches()) {
      wrong("it is not abfss://container@account.dfs.core.windows.net/folder", problems);
      return Optional.empty();
    }
    return Optional.of(
        new LocationUrl(
            "azure-blob",
            below(path)
                .with("container", new OptionValue.Text(parts.group(1)))
                .with("account_name", new OptionValue.Text(parts.group(2)))));
  }

  private static Optional<LocationUrl> folder(
      String authority, String path, Problems problems) {
    if (!authority.isEmpty() || path.isEmpty()) {
      wrong("it is not file:///folder", problems);
      return Optional.empty();
    }
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return Optional.of(
        new LocationUrl("local", Options.NONE.with("path", new OptionValue.Text(trimmed))));
  }

  /// A folder's objects begin with its name and a slash: `raw` is not the folder of `raw2/x`.
  private static Options below(String path) {
    String prefix = path.isEmpty() ? "" : path.substring(1);
    return prefix.isEmpty()
        ? Options.NONE
        : Options.NONE.with(
            "prefix", new OptionValue.Text(prefix.endsWith("/") ? prefix : prefix + "/"));
  }

  private static void wrong(String why, Problems problems) {
    problems.add(
        Problem.of(ProblemKind.INVALID_OPTION, "invalid URL: " + why)
            .withHint("A location is s3://…, gs://…, abfss://… or file:///…."));
  }
}

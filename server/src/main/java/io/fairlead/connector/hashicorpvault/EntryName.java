package io.fairlead.connector.hashicorpvault;

import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.VaultName;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `path#field`: one field of an entry, or the entry.
record EntryName(String path, Optional<String> field) {
  /// The field that counts when a name has none.
  static final String INITIAL_FIELD = "value";

  private static final Pattern GRAMMAR =
      Pattern.compile(
          "(?=.{1,512}$)(?!(?:.*/)?\\.\\.?(?:[/#]|$))[^\\p{Cc}/#]+(?:/[^\\p{Cc}/#]+)*"
              + "(?:#[^\\p{Cc}#]+)?");

  static EntryName read(String name) throws StepFailed {
    VaultName.fitting(name, GRAMMAR, "a path and perhaps a field, path#field");
    int hash = name.indexOf('#');
    return hash < 0
        ? new EntryName(name, Optional.empty())
        : new EntryName(name.substring(0, hash), Optional.of(name.substring(hash + 1)));
  }

  /// As it stands in a URL.
  String encodedPath() {
    return Stream.of(path.split("/")).map(PercentEncoding::of).collect(Collectors.joining("/"));
  }
}

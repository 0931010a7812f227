package io.fairlead.connector.huggingface;

import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.model.OptionValue;
import java.util.Optional;

/// @param repository `owner/name`; empty when the connection is for whichever its user names
/// @param prefix with what the paths of the files begin
record HuggingFaceConfig(
    HttpAddress hub,
    RepositoryKind kind,
    String repository,
    String revision,
    String prefix,
    Optional<OptionValue.SecretUse> token) {

  /// The target of a request about the files below a folder.
  String tree(String folder) {
    return hub.target("/api/" + kind.word() + "s/" + repository + "/tree/" + revisionSegment())
        + (folder.isEmpty() ? "" : "/" + PercentEncoding.ofPath(folder));
  }

  /// The target of a request for a file.
  String file(String path) {
    return hub.target(
        kind.webPrefix()
            + "/"
            + repository
            + "/resolve/"
            + revisionSegment()
            + "/"
            + PercentEncoding.ofPath(path));
  }

  /// A revision is one segment, also where it has slashes: `refs/convert/parquet`.
  private String revisionSegment() {
    return PercentEncoding.of(revision);
  }
}

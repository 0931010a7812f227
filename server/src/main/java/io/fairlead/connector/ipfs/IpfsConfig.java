package io.fairlead.connector.ipfs;

import io.fairlead.connector.HttpAddress;

/// @param file the hash, and the path below it; empty when the connection is for whichever its user
///     names
public record IpfsConfig(HttpAddress address, String file) {
  /// What stands before the last slash, and that slash.
  String folder() {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }

  String name() {
    return file.substring(file.lastIndexOf('/') + 1);
  }
}

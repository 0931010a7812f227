package io.fairlead.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The configuration of one server, parsed once from its command line.
///
/// @param data the folder that holds everything the server keeps
/// @param store a JDBC URL of PostgreSQL; empty for SQLite in the data folder
/// @param tls empty: a certificate is made for loopback use
/// @param folders what connections may read of this machine; usually nothing
/// @param httpHosts names beside its own by which HTTP clients call it, lower case
/// @param keyFile where the master key is; empty for `master-key` in the data folder
record Config(
    Path data,
    String host,
    Port postgres,
    Port mysql,
    Port http,
    Optional<String> store,
    Optional<Tls> tls,
    Optional<Path> keyFile,
    Set<String> httpHosts,
    List<Path> folders,
    Egress egress) {

  static final int DEFAULT_POSTGRES_PORT = 6875;
  static final int DEFAULT_MYSQL_PORT = 3307;
  static final int DEFAULT_HTTP_PORT = 8642;

  /// @param number 0 lets the system choose
  record Port(boolean on, int number) {}

  /// PEM files.
  record Tls(Path certificate, Path key) {}

  /// Which addresses connections may reach beside public ones.
  record Egress(boolean loopback, boolean privateRanges) {}

  Path keyPath() {
    return keyFile.orElse(data.resolve("master-key"));
  }
}

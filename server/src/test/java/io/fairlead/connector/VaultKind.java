package io.fairlead.connector;

import io.fairlead.model.Connection;

/// A type of vault with something behind it that answers as it is documented, for
/// [VaultContractTest].
public interface VaultKind extends AutoCloseable {
  /// Part of everything that must not be shown.
  String CANARY = "canary-77ab02";

  /// The type, and what its connections need.
  Workbench workbench();

  /// A name that it takes.
  String secretName();

  /// Puts a secret there, or a new version, as somebody else would.
  void put(String name, String value) throws Exception;


  /// Those that are reached over the network.
  interface Remote extends VaultKind {
    int port();

    /// Where it signs in, which may be another port.
    int signInPort();

    /// @param known whether the vault knows who signs in
    Connection connection(Workbench workbench, int port, int signInPort, boolean known);
  }

  /// Those that are not.
  interface Local extends VaultKind {
    Connection connection(Workbench workbench);
  }

  static VaultKind kind(String name, Authority authority) throws Exception {
    return switch (name) {
      case "hashicorp" -> new io.fairlead.connector.hashicorpvault.HashicorpKind(authority);
      case "aws" -> new io.fairlead.connector.awssecrets.AwsKind(authority);
      case "azure" -> new io.fairlead.connector.azurekeyvault.AzureKind(authority);
      case "gcp" -> new io.fairlead.connector.gcpsecrets.GcpKind(authority);
      case "directory" -> new io.fairlead.connector.directory.DirectoryKind();
      default -> new io.fairlead.connector.environment.EnvironmentKind();
    };
  }

  /// By whom doubles are recognised.
  static Tls tls(Authority authority) {
    return new Tls(
        Tls.Verify.HOST,
        java.util.Optional.empty(),
        java.util.Optional.empty(),
        java.util.Optional.of(
            new TextOrSecret(new io.fairlead.model.OptionValue.Text(authority.pem()))));
  }
}

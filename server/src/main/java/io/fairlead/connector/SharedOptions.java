package io.fairlead.connector;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.connector.OptionSpec.Shape;

/// Rows of option tables that mean the same in every type that has them. [OptionReader] reads them.
public final class SharedOptions {
  private SharedOptions() {}

  public static OptionSpec sshTunnel() {
    return OptionSpec.of(
            "ssh_tunnel", Shape.CONNECTION, "The SSH TUNNEL connection to go through.")
        .toType("ssh-tunnel");
  }

  public static OptionSpec awsPrivatelink() {
    return OptionSpec.of(
            "aws_privatelink",
            Shape.CONNECTION,
            "The AWS PRIVATELINK connection to go through; not together with SSH TUNNEL.")
        .toType("aws-privatelink");
  }

  public static OptionSpec sslCertificate() {
    return OptionSpec.of(
            "ssl_certificate",
            Shape.TEXT_OR_SECRET,
            "The client's certificate in PEM form; goes with SSL KEY.")
        .secrecy(PRIVATE);
  }

  public static OptionSpec sslCertificateAuthority() {
    return OptionSpec.of(
            "ssl_certificate_authority",
            Shape.TEXT_OR_SECRET,
            "The certificates, in PEM form, of those who may have signed the server's.")
        .secrecy(PRIVATE);
  }

  public static OptionSpec sslKey() {
    return OptionSpec.of(
        "ssl_key", Shape.SECRET, "The secret that holds the client's key in PEM form.");
  }
}

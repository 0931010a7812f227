package io.fairlead.connector;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.ArrayList;
import java.util.List;

/// Rows of option tables that mean the same in every type that has them. [OptionReader] reads them.
public final class SharedOptions {
  /// The zones of an AWS PRIVATELINK connection.
  public static final String AVAILABILITY_ZONES = "availability_zones";

  public static final String CREDENTIAL = "credential";
  public static final String CREDENTIAL_STORAGE = "credential_storage";
  public static final String MAX_CONNECTIONS = "max_connections";
  public static final String TIMEOUT = "timeout";
  public static final String ACTIVE = "active";

  private SharedOptions() {}

  /// The zones that the options of an AWS PRIVATELINK connection list.
  public static List<String> availabilityZones(Options options) {
    List<String> zones = new ArrayList<>();
    if (options.get(AVAILABILITY_ZONES).orElse(null) instanceof OptionValue.Items(var values)) {
      for (OptionValue value : values) {
        if (value instanceof OptionValue.Text(String zone)) {
          zones.add(zone);
        }
      }
    }
    return zones;
  }

  /// See [Login]. PASSWORD, CREDENTIAL and CREDENTIAL STORAGE are one group in every type that has
  /// them: a SET of one takes the others away.
  public static OptionSpec credential() {
    return OptionSpec.of(
            CREDENTIAL,
            Shape.SECRET,
            "The secret that holds the login: a password or token, or JSON with username and"
                + " password.")
        .kept()
        .inGroup(CREDENTIAL);
  }

  /// The vault connection whose identity is used.
  public static OptionSpec credentialStorage() {
    return OptionSpec.of(
            CREDENTIAL_STORAGE,
            Shape.CONNECTION,
            "The credential storage whose cloud identity signs in.")
        .kept()
        .inGroup(CREDENTIAL);
  }

  /// How many links at most are open at once.
  public static OptionSpec maxConnections() {
    return OptionSpec.of(
            MAX_CONNECTIONS, Shape.NUMBER, "How many links at most are open at once.")
        .kept();
  }

  /// How long an attempt to connect may take.
  public static OptionSpec timeout() {
    return OptionSpec.of(TIMEOUT, Shape.NUMBER, "How many seconds an attempt may take.")
        .kept();
  }

  /// Whether new secrets may be put into a credential storage.
  public static OptionSpec active() {
    return OptionSpec.of(
            ACTIVE, Shape.FLAG, "Whether new secrets may refer to it; those there are stay usable.")
        .kept()
        .initially("true");
  }

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

  public static OptionSpec awsConnection() {
    return OptionSpec.of(
            "aws_connection", Shape.CONNECTION, "The AWS connection whose identity signs in.")
        .toType("aws");
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

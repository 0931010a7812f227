package io.fairlead.connector;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Limits;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of option tables that mean the same in every type that has them. [OptionReader] reads them.
public final class SharedOptions {
  /// The zones of an AWS PRIVATELINK connection.
  public static final String AVAILABILITY_ZONES = "availability_zones";

  public static final String CREDENTIAL = "credential";
  public static final String CREDENTIAL_STORAGE = "credential_storage";
  public static final String MAX_CONNECTIONS = "max_connections";
  public static final String TIMEOUT = "timeout";
  public static final String ACTIVE = "active";
  public static final String SSL_ENABLED = "ssl_enabled";
  public static final String SSL_MODE = "ssl_mode";

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
        .signIn()
        .kept()
        .inGroup(CREDENTIAL);
  }

  /// How many links at most are open at once. [#maxConnections(Options, int)] reads it.
  public static OptionSpec maxConnections() {
    return OptionSpec.of(
            MAX_CONNECTIONS, Shape.NUMBER, "How many links at most are open at once.")
        .kept();
  }

  /// How long an attempt to connect may take. [#timeout(Options, Duration)] reads it.
  public static OptionSpec timeout() {
    return OptionSpec.of(TIMEOUT, Shape.NUMBER, "How many seconds an attempt may take.")
        .kept();
  }

  /// How many links a connection with these options may have open at once.
  ///
  /// @param most counts when they do not say, see [LinkType#mostLinks]
  public static int maxConnections(Options options, int most) {
    return (int) number(options, MAX_CONNECTIONS, most).orElse((long) most).longValue();
  }

  /// How long one attempt of a connection with these options may take.
  ///
  /// @param initially counts when they do not say
  public static Duration timeout(Options options, Duration initially) {
    return number(options, TIMEOUT, Limits.LONGEST_TIMEOUT.toSeconds())
        .map(Duration::ofSeconds)
        .orElse(initially);
  }

  /// What [OptionReader#checkBounds] has found right.
  private static Optional<Long> number(Options options, String key, long most) {
    return options.get(key).orElse(null) instanceof OptionValue.Num(long number)
            && number >= 1
            && number <= most
        ? Optional.of(number)
        : Optional.empty();
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
        .signIn()
        .toType("aws");
  }

  public static OptionSpec sslCertificate() {
    return OptionSpec.of(
            "ssl_certificate",
            Shape.TEXT_OR_SECRET,
            "The client's certificate in PEM form; goes with SSL KEY.")
        .signIn()
        .secrecy(PRIVATE);
  }

  public static OptionSpec sslCertificateAuthority() {
    return OptionSpec.of(
            "ssl_certificate_authority",
            Shape.TEXT_OR_SECRET,
            "The certificates, in PEM form, of those who may have signed the server's.")
        .secrecy(PRIVATE);
  }

  /// [OptionReader#tls(Optional)] reads it. SSL MODE is in its group.
  public static OptionSpec sslEnabled() {
    return OptionSpec.of(
            SSL_ENABLED,
            Shape.FLAG,
            "true for TLS with a server that proves who it is, false for no TLS; in the place of SSL"
                + " MODE.")
        .inGroup(SSL_MODE);
  }

  public static OptionSpec sslKey() {
    return OptionSpec.of(
        "ssl_key", Shape.SECRET, "The secret that holds the client's key in PEM form.");
  }
}

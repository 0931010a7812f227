package io.fairlead.connector.sqlserver;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.DriverType;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// Connections of type `sql-server`.
public final class SqlServerType implements DriverType<SqlServerConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          SharedOptions.awsPrivatelink(),
          SharedOptions.credential(),
          OptionSpec.of("database", Shape.TEXT, "The database to connect to.").needed(),
          OptionSpec.of("host", Shape.TEXT, "The server's host name or address.").needed(),
          SharedOptions.maxConnections(),
          OptionSpec.of(
                  "password",
                  Shape.SECRET,
                  "The secret that holds the login's password; needed without CREDENTIAL.")
              .needed()
              .inGroup(SharedOptions.CREDENTIAL),
          OptionSpec.of("port", Shape.PORT, "The server's port.").initially("1433"),
          SharedOptions.sshTunnel(),
          SharedOptions.sslCertificate(),
          SharedOptions.sslCertificateAuthority(),
          SharedOptions.sslEnabled(),
          SharedOptions.sslKey(),
          OptionSpec.of(
                  SharedOptions.SSL_MODE,
                  Shape.TEXT,
                  "One of DISABLED, REQUIRED (encrypts only), VERIFY and VERIFY_CA (which needs SSL"
                      + " CERTIFICATE AUTHORITY).")
              .initially("DISABLED")
              .inGroup(SharedOptions.SSL_MODE),
          SharedOptions.timeout().spelled("CONNECTION TIMEOUT"),
          OptionSpec.of(
                  "user",
                  Shape.TEXT_OR_SECRET,
                  "The login to sign in as; needed where CREDENTIAL does not name one.")
              .signIn()
              .needed()
              .secrecy(PRIVATE)
              .spelled("USERNAME"));

  private final Reveal permission;

  public SqlServerType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "sql-server";
  }

  @Override
  public List<String> spellings() {
    return List.of("SQL SERVER");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return true;
  }

  @Override
  public SqlServerConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.mustHaveOneCredential("password");
    reader.checkBounds();
    return new SqlServerConfig(
        reader.tls(verify(options, problems)),
        reader.via(),
        new Endpoint(reader.host("host"), reader.port("port", 1433)),
        reader.word("database"),
        LoginOptions.of(reader));
  }

  /// Empty: no TLS but for the sign-in itself, which the protocol encrypts where it can. Both modes
  /// that verify also look at the host; they differ in who may have signed.
  private static Optional<Tls.Verify> verify(Options options, Problems problems) {
    String mode = options.text("ssl_mode").orElse("DISABLED").toUpperCase(Locale.ROOT);
    return switch (mode) {
      case "DISABLED" -> Optional.empty();
      case "REQUIRED" -> Optional.of(Tls.Verify.NOTHING);
      case "VERIFY" -> Optional.of(Tls.Verify.HOST);
      case "VERIFY_CA" -> {
        if (!options.has("ssl_certificate_authority")) {
          problems.add(
              ProblemKind.INVALID_OPTION,
              "invalid CONNECTION: SSL MODE 'verify_ca' requires SSL CERTIFICATE AUTHORITY");
        }
        yield Optional.of(Tls.Verify.HOST);
      }
      default -> {
        problems.add(
            Problem.of(
                    ProblemKind.INVALID_OPTION,
                    "invalid CONNECTION: unknown SSL MODE \"" + mode + "\"")
                .withHint("Modes are DISABLED, REQUIRED, VERIFY and VERIFY_CA."));
        yield Optional.empty();
      }
    };
  }

  @Override
  public void probe(SqlServerConfig config, Attempt attempt) throws StepFailed {
    new SqlServerProbe(config, attempt, permission).run();
  }

  @Override
  public DriverSettings driverSettings(SqlServerConfig config, Attempt attempt) throws StepFailed {
    DriverSettings.mustBeOpenTo(config.via(), config.tls());
    return new DriverSettings(
        "jdbc:sqlserver://" + config.endpoint(),
        new TreeMap<>(DriverProperties.forApplications(config)),
        config.login().read(attempt, permission));
  }
}

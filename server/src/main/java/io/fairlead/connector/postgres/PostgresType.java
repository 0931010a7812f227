package io.fairlead.connector.postgres;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.Link;
import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.DriverType;
import io.fairlead.connector.LinkType;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Connections of type `postgres`.
public final class PostgresType
    implements LinkType<PostgresConfig>, DriverType<PostgresConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          SharedOptions.awsPrivatelink(),
          SharedOptions.credential(),
          OptionSpec.of("database", Shape.TEXT, "The database to connect to.").needed(),
          OptionSpec.of("host", Shape.TEXT, "The server's host name or address.").needed(),
          SharedOptions.maxConnections(),
          OptionSpec.of("password", Shape.SECRET, "The secret that holds the role's password.")
              .inGroup(SharedOptions.CREDENTIAL),
          OptionSpec.of("port", Shape.PORT, "The server's port.").initially("5432"),
          SharedOptions.sshTunnel(),
          SharedOptions.sslCertificate(),
          SharedOptions.sslCertificateAuthority(),
          SharedOptions.sslEnabled(),
          SharedOptions.sslKey(),
          OptionSpec.of(
                  SharedOptions.SSL_MODE,
                  Shape.TEXT,
                  "One of disable, require (encrypts only), verify_ca and verify_full.")
              .initially("disable")
              .inGroup(SharedOptions.SSL_MODE),
          SharedOptions.timeout().spelled("CONNECTION TIMEOUT"),
          OptionSpec.of(
                  "user",
                  Shape.TEXT_OR_SECRET,
                  "The role to sign in as; needed where CREDENTIAL does not name one.")
              .signIn()
              .needed()
              .secrecy(PRIVATE)
              .spelled("USERNAME"));

  private final Reveal permission;

  public PostgresType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public List<String> spellings() {
    return List.of("POSTGRES", "POSTGRESQL");
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
  public PostgresConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.mustHaveOneCredential("password");
    reader.checkBounds();
    reader.mustPairCertificate();
    return new PostgresConfig(
        reader.tls(verify(options, problems)),
        reader.via(),
        reader.word("database"),
        new Endpoint(reader.host("host"), reader.port("port", 5432)),
        LoginOptions.of(reader));
  }

  /// Empty: no TLS. The words are case-sensitive, and `prefer` is not among them on purpose: it
  /// would fall back to no encryption.
  private static Optional<Tls.Verify> verify(Options options, Problems problems) {
    String mode = options.text("ssl_mode").orElse("disable");
    return switch (mode) {
      case "disable" -> Optional.empty();
      case "require", "required" -> Optional.of(Tls.Verify.NOTHING);
      case "verify_ca", "verify-ca" -> Optional.of(Tls.Verify.AUTHORITY);
      case "verify_full", "verify-full" -> Optional.of(Tls.Verify.HOST);
      default -> {
        problems.add(
            Problem.of(
                    ProblemKind.INVALID_OPTION,
                    "invalid CONNECTION: unknown SSL MODE \"" + mode + "\"")
                .withHint("Modes are disable, require, verify_ca and verify_full."));
        yield Optional.empty();
      }
    };
  }

  @Override
  public void probe(PostgresConfig config, Attempt attempt) throws StepFailed {
    new PostgresProbe(config, attempt, permission).run();
  }

  @Override
  public Link open(PostgresConfig config, Attempt attempt) throws StepFailed {
    Connection connection = new PostgresSignIn(config, attempt, permission).run();
    boolean noticesAbsence = attempt.step("prepare", () -> PostgresLink.noticesAbsence(connection));
    return new PostgresLink(connection, noticesAbsence, attempt.keep());
  }

  @Override
  public DriverSettings driverSettings(PostgresConfig config, Attempt attempt) throws StepFailed {
    DriverSettings.mustBeOpenTo(config.tunnel(), config.tls());
    String database = URLEncoder.encode(config.database(), StandardCharsets.UTF_8);
    return new DriverSettings(
        "jdbc:postgresql://" + config.endpoint() + "/" + database,
        new TreeMap<>(DriverProperties.forApplications(config)),
        config.login().read(attempt, permission));
  }
}

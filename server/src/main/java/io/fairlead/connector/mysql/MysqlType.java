package io.fairlead.connector.mysql;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.DriverSettings;
import io.fairlead.connector.DriverType;
import io.fairlead.connector.LoginOptions;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Connections of type `mysql`.
public final class MysqlType implements DriverType<MysqlConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  "aws_connection",
                  Shape.CONNECTION,
                  "The AWS connection to sign in with, by IAM; not together with PASSWORD.")
              .signIn()
              .toType("aws"),
          SharedOptions.awsPrivatelink(),
          SharedOptions.credential(),
          OptionSpec.of(
              "database", Shape.TEXT, "The database to sign in to; none where it is not set."),
          OptionSpec.of("host", Shape.TEXT, "The server's host name or address.")
              .needed()
              .spelled("DATABASE HOSTNAME"),
          SharedOptions.maxConnections(),
          OptionSpec.of("password", Shape.SECRET, "The secret that holds the user's password.")
              .spelled("DATABASE PASSWORD")
              .inGroup(SharedOptions.CREDENTIAL),
          OptionSpec.of("port", Shape.PORT, "The server's port.")
              .initially("3306")
              .spelled("DATABASE PORT"),
          SharedOptions.sshTunnel(),
          SharedOptions.sslCertificate(),
          SharedOptions.sslCertificateAuthority(),
          SharedOptions.sslEnabled(),
          SharedOptions.sslKey(),
          OptionSpec.of(
                  SharedOptions.SSL_MODE,
                  Shape.TEXT,
                  "One of DISABLED, REQUIRED (encrypts only), VERIFY_CA and VERIFY_IDENTITY.")
              .initially("DISABLED")
              .spelled("DATABASE SSL MODE")
              .inGroup(SharedOptions.SSL_MODE),
          SharedOptions.timeout().spelled("CONNECTION TIMEOUT"),
          OptionSpec.of(
                  "user",
                  Shape.TEXT_OR_SECRET,
                  "The user to sign in as; needed where CREDENTIAL does not name one.")
              .signIn()
              .needed()
              .secrecy(PRIVATE)
              .spelled("USERNAME", "DATABASE USER"));

  /// What drivers take from a URL as it is.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$-]*");

  private final Reveal permission;

  public MysqlType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public List<String> spellings() {
    return List.of("MYSQL");
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
  public MysqlConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    Optional<ObjectId> aws = reader.connection("aws_connection");
    reader.mustHaveOneCredential("password");
    reader.checkBounds();
    if (aws.isPresent()
        && (options.has("password") || options.has(SharedOptions.CREDENTIAL))) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid CONNECTION: AWS IAM authentication is not supported with password");
    }
    reader.mustPairCertificate();
    Optional<Tls> tls = reader.tls(verify(options, problems));
    if (aws.isPresent() && tls.isEmpty()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid CONNECTION: AWS IAM authentication requires SSL to be enabled")
              .withHint("Set SSL MODE to REQUIRED, VERIFY_CA or VERIFY_IDENTITY."));
    }
    return new MysqlConfig(
        tls,
        reader.via(),
        new Endpoint(reader.host("host"), reader.port("port", 3306)),
        Optional.of(reader.word("database")).filter(name -> !name.isEmpty()),
        LoginOptions.of(reader),
        aws);
  }

  /// Empty: no TLS. `PREFERRED` is not among the words on purpose: it would fall back to no
  /// encryption.
  private static Optional<Tls.Verify> verify(Options options, Problems problems) {
    String mode = options.text("ssl_mode").orElse("DISABLED").toUpperCase(Locale.ROOT);
    return switch (mode) {
      case "DISABLED" -> Optional.empty();
      case "REQUIRED", "REQUIRE" -> Optional.of(Tls.Verify.NOTHING);
      case "VERIFY_CA", "VERIFY-CA" -> Optional.of(Tls.Verify.AUTHORITY);
      case "VERIFY_IDENTITY", "VERIFY-IDENTITY" -> Optional.of(Tls.Verify.HOST);
      default -> {
        problems.add(
            Problem.of(
                    ProblemKind.INVALID_OPTION,
                    "invalid CONNECTION: unknown SSL MODE \"" + mode + "\"")
                .withHint("Modes are DISABLED, REQUIRED, VERIFY_CA and VERIFY_IDENTITY."));
        yield Optional.empty();
      }
    };
  }

  @Override
  public void probe(MysqlConfig config, Attempt attempt) throws StepFailed {
    new MysqlProbe(config, attempt, permission).run();
  }

  /// The drivers of both MySQL and MariaDB take these settings.
  @Override
  public DriverSettings driverSettings(MysqlConfig config, Attempt attempt) throws StepFailed {
    DriverSettings.mustBeOpenTo(config.via(), config.tls());
    if (config.aws().isPresent()) {
      throw MysqlProbe.noIamYet();
    }
    String database = config.database().orElse("");
    if (!PLAIN.matcher(database).matches()) {
      throw new StepFailed(
          "the name of the database cannot stand in the URL of a driver",
          "The drivers disagree on how to write other characters than letters, digits, _, $ and -.");
    }
    return new DriverSettings(
        "jdbc:mysql://" + config.endpoint() + "/" + database,
        new TreeMap<>(Map.of("sslMode", DriverProperties.modeForApplications(config.tls()))),
        config.login().read(attempt, permission));
  }
}

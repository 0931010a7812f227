package io.fairlead.connector.mysql;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Connections of type `mysql`.
public final class MysqlType implements ConnectorType<MysqlConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  "aws_connection",
                  Shape.CONNECTION,
                  "The AWS connection to sign in with, by IAM; not together with PASSWORD.")
              .toType("aws"),
          SharedOptions.awsPrivatelink(),
          OptionSpec.of("host", Shape.TEXT, "The server's host name or address.").needed(),
          OptionSpec.of("password", Shape.SECRET, "The secret that holds the user's password."),
          OptionSpec.of("port", Shape.PORT, "The server's port.").initially("3306"),
          SharedOptions.sshTunnel(),
          SharedOptions.sslCertificate(),
          SharedOptions.sslCertificateAuthority(),
          SharedOptions.sslKey(),
          OptionSpec.of(
                  "ssl_mode",
                  Shape.TEXT,
                  "One of DISABLED, REQUIRED (encrypts only), VERIFY_CA and VERIFY_IDENTITY.")
              .initially("DISABLED"),
          OptionSpec.of("user", Shape.TEXT_OR_SECRET, "The user to sign in as.")
              .needed()
              .secrecy(PRIVATE)
              .spelled("USERNAME"));

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
    if (aws.isPresent() && options.has("password")) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid CONNECTION: AWS IAM authentication is not supported with password");
    }
    reader.mustPairCertificate();
    Optional<Tls.Verify> verify = verify(options, problems);
    if (aws.isPresent() && verify.isEmpty()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid CONNECTION: AWS IAM authentication requires SSL to be enabled")
              .withHint("Set SSL MODE to REQUIRED, VERIFY_CA or VERIFY_IDENTITY."));
    }
    return new MysqlConfig(
        verify.map(reader::tls),
        reader.via(),
        new Endpoint(reader.host("host"), reader.port("port", 3306)),
        reader.textOrSecret("user").orElse(TextOrSecret.NOTHING),
        reader.secret("password"),
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
}

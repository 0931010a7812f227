package io.fairlead.connector.iceberg;

import static io.fairlead.connector.OptionSpec.Secrecy.SECRET;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.connector.iceberg.IcebergCatalogConfig.SignIn;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Connections of type `iceberg-catalog`.
public final class IcebergCatalogType implements ConnectorType<IcebergCatalogConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          SharedOptions.awsConnection(),
          OptionSpec.of(
                  "credential",
                  Shape.TEXT_OR_SECRET,
                  "The client's id and secret for a catalog of type rest, `id:secret`.")
              .secrecy(SECRET),
          OptionSpec.of("scope", Shape.TEXT, "The OAuth2 scope to ask for.")
              .initially(OAuthSignIn.SCOPE),
          SharedOptions.sslCertificateAuthority(),
          OptionSpec.of("catalog_type", Shape.TEXT, "One of rest and s3tablesrest."),
          OptionSpec.of(
              "url", Shape.TEXT, "The catalog's address, `https://host/path` up to the `/v1`."),
          OptionSpec.of("warehouse", Shape.TEXT, "The warehouse, as the catalog names it."));

  private final Reveal permission;

  public IcebergCatalogType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "iceberg-catalog";
  }

  @Override
  public List<String> spellings() {
    return List.of("ICEBERG CATALOG");
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
  public IcebergCatalogConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    String type = catalogType(options, problems);
    HttpAddress address = address(options, problems).orElse(HttpAddress.NOWHERE);
    Optional<String> warehouse = word(options, reader, "warehouse");
    Optional<String> scope = word(options, reader, "scope");
    Optional<TextOrSecret> credential = credential(reader, problems);
    if (type.equals("s3tablesrest")) {
      if (!options.has("warehouse")) {
        invalid(problems, "ICEBERG s3tablesrest connections must specify WAREHOUSE");
      }
      if (!options.has("aws_connection")) {
        invalid(problems, "ICEBERG s3tablesrest connections require an AWS connection");
      }
    } else if (type.equals("rest") && !options.has("credential")) {
      invalid(problems, "ICEBERG rest connections require a CREDENTIAL");
    }
    Optional<ObjectId> aws =
        reader.connection("aws_connection").filter(_ -> type.equals("s3tablesrest"));
    SignIn signIn =
        aws.isPresent()
            ? new SignIn.Signature(aws.get())
            : new SignIn.OAuth(credential.orElse(TextOrSecret.NOTHING), scope);
    return new IcebergCatalogConfig(address, reader.tls(Tls.Verify.HOST), warehouse, signIn);
  }

  private static String catalogType(Options options, Problems problems) {
    String type = options.text("catalog_type").orElse("").toLowerCase(Locale.ROOT);
    if (!options.has("catalog_type")) {
      invalid(problems, "ICEBERG connections must specify CATALOG TYPE");
    } else if (!type.equals("rest") && !type.equals("s3tablesrest")) {
      problems.add(
          Problem.of(ProblemKind.INVALID_OPTION, "invalid iceberg catalog type")
              .withHint("Types are rest and s3tablesrest."));
    }
    return type;
  }

  private static Optional<HttpAddress> address(Options options, Problems problems) {
    if (!options.has("url")) {
      invalid(problems, "must specify URL");
    }
    return options
        .text("url")
        .flatMap(
            url ->
                HttpAddress.read(
                    url,
                    why ->
                        problems.add(
                            ProblemKind.INVALID_OPTION, "parsing Iceberg catalog url: " + why)));
  }

  private static Optional<String> word(Options options, OptionReader reader, String key) {
    return options.has(key) ? Optional.of(reader.word(key)) : Optional.empty();
  }

  private static Optional<TextOrSecret> credential(OptionReader reader, Problems problems) {
    Optional<TextOrSecret> credential = reader.textOrSecret("credential");
    if (credential
        .filter(given -> !given.isSecret() && given.shown().indexOf(':') < 1)
        .isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid CREDENTIAL: it must be of the form id:secret");
    }
    return credential;
  }

  private static void invalid(Problems problems, String what) {
    problems.add(ProblemKind.INVALID_OPTION, "invalid CONNECTION: " + what);
  }

  @Override
  public void probe(IcebergCatalogConfig config, Attempt attempt) throws StepFailed {
    new IcebergCatalogProbe(config, attempt, permission).run();
  }
}

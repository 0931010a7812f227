package io.fairlead.connector.schemaregistry;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.Link;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SchemaType;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Connections of type `confluent-schema-registry`.
public final class SchemaRegistryType implements SchemaType<SchemaRegistryConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          SharedOptions.awsPrivatelink(),
          OptionSpec.of(
              "password",
              Shape.SECRET,
              "The secret that holds the user's password; counts together with USER alone."),
          OptionSpec.of(
              "port", Shape.PORT, "Accepted for compatibility; the port that counts is URL's."),
          SharedOptions.sshTunnel(),
          SharedOptions.sslCertificate(),
          SharedOptions.sslCertificateAuthority(),
          SharedOptions.sslKey(),
          OptionSpec.of(
              "url", Shape.TEXT, "The registry's address, `https://host:port`, without a path."),
          OptionSpec.of("user", Shape.TEXT_OR_SECRET, "The user to sign in as.")
              .signIn()
              .secrecy(PRIVATE)
              .spelled("USERNAME"));

  /// `localhost:8081` is a URL too, of the scheme `localhost`.
  private static final Pattern WITHOUT_HOST =
      Pattern.compile("(?i)(?!https?:)[a-z][a-z0-9+.-]*:(?!//).*|https?:///?");

  private final Reveal permission;

  public SchemaRegistryType(Reveal permission) {
    this.permission = permission;
  }

  @Override
  public String name() {
    return "confluent-schema-registry";
  }

  @Override
  public List<String> spellings() {
    return List.of("CONFLUENT SCHEMA REGISTRY");
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
  public SchemaRegistryConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    HttpAddress address = address(options, problems).orElse(HttpAddress.NOWHERE);
    if (options.has("ssl_certificate") != options.has("ssl_key")) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid CONNECTION: reading from SSL-auth Confluent Schema Registry requires both SSL"
              + " KEY and SSL CERTIFICATE");
    }
    return new SchemaRegistryConfig(
        address,
        reader.tls(Tls.Verify.HOST),
        reader.via(),
        reader.textOrSecret("user"),
        reader.secret("password"));
  }

  private static Optional<HttpAddress> address(Options options, Problems problems) {
    if (!options.has("url")) {
      problems.add(ProblemKind.INVALID_OPTION, "invalid CONNECTION: must specify URL");
    }
    Optional<String> url = options.text("url");
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (WITHOUT_HOST.matcher(url.get()).matches()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION, "invalid CONNECTION: URL must specify domain name")
              .withHint("Write it as https://host:port or http://host:port."));
      return Optional.empty();
    }
    Optional<HttpAddress> address =
        HttpAddress.read(
            url.get(),
            why ->
                problems.add(
                    ProblemKind.INVALID_OPTION, "parsing schema registry url: " + why));
    if (address.filter(found -> !found.path().isEmpty()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid CONNECTION: URL must have an empty path");
    }
    return address;
  }

  @Override
  public void probe(SchemaRegistryConfig config, Attempt attempt) throws StepFailed {
    new SchemaRegistryProbe(config, attempt, permission).run();
  }

  @Override
  public Link open(SchemaRegistryConfig config, Attempt attempt) throws StepFailed {
    HttpLine line =
        HttpLine.open(config.address(), config.tls(), config.via(), attempt, permission);
    RegistryLink link =
        new RegistryLink(line, RegistryAnswers.authorization(config, attempt, permission));
    line.keep(attempt);
    return link;
  }
}

package io.fairlead.connector.awssecrets;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;
import static io.fairlead.connector.OptionSpec.Secrecy.SECRET;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsKeys;
import io.fairlead.connector.AwsRegion;
import io.fairlead.connector.AwsSignature;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.connector.Vault;
import io.fairlead.connector.VaultType;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Connections of type `aws-secrets-manager`.
public final class AwsSecretsType
    implements VaultType<AwsSecretsConfig>, SignerType<AwsSecretsConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("access_key_id", Shape.TEXT_OR_SECRET, "The id of an access key.")
              .signIn()
              .secrecy(PRIVATE),
          OptionSpec.of(
                  "auth_method",
                  Shape.TEXT,
                  "One of access_key and iam_role; a role is assumed by the AWS CONNECTION.")
              .signIn()
              .initially("access_key, or iam_role with AWS CONNECTION"),
          SharedOptions.awsConnection(),
          OptionSpec.of(
              "endpoint", Shape.TEXT, "An https URL to ask in the place of AWS's own addresses."),
          OptionSpec.of("region", Shape.TEXT, "The region to ask in, such as eu-central-1.")
              .needed(),
          OptionSpec.of(
              "role_arn",
              Shape.TEXT,
              "Not taken here: name an AWS CONNECTION, whose ASSUME ROLE ARN it is."),
          OptionSpec.of(
              "secret_access_key", Shape.SECRET, "The secret that holds the access key itself."),
          OptionSpec.of(
              "secrets_manager_prefix", Shape.TEXT, "What stands before the names of all secrets."),
          OptionSpec.of(
                  "session_token",
                  Shape.TEXT_OR_SECRET,
                  "The token that belongs to a temporary access key.")
              .signIn()
              .secrecy(SECRET),
          SharedOptions.active());

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,256}");

  private final Reveal permission;
  private final InstantSource clock;
  private final Tls tls;

  /// @param tls how AWS is recognised
  public AwsSecretsType(Reveal permission, InstantSource clock, Tls tls) {
    this.permission = permission;
    this.clock = clock;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "aws-secrets-manager";
  }

  @Override
  public List<String> spellings() {
    return List.of("AWS SECRETS MANAGER");
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
  public AwsSecretsConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    checkChoice(options, reader, problems);
    AwsRegion region = AwsRegion.read(options, problems).orElse(AwsRegion.INITIAL);
    Optional<TextOrSecret> id = reader.textOrSecret("access_key_id");
    Optional<TextOrSecret> token = reader.textOrSecret("session_token");
    Optional<AwsKeys> keys =
        id.flatMap(
            key ->
                reader
                    .secret("secret_access_key")
                    .map(secret -> new AwsKeys(key, secret, token)));
    Optional<String> prefix = options.text("secrets_manager_prefix");
    if (prefix.filter(text -> !PREFIX.matcher(text).matches()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid SECRETS MANAGER PREFIX: it must be of letters, digits and /_+=.@-");
    }
    return new AwsSecretsConfig(
        reader.encryptedAddress("endpoint").orElseGet(() -> region.address("secretsmanager")),
        region,
        keys,
        reader.connection("aws_connection"),
        prefix.orElse(""));
  }

  /// Keys or a connection: complete, and one of them.
  private static void checkChoice(Options options, OptionReader reader, Problems problems) {
    boolean connection = options.has("aws_connection");
    String method =
        options.has("auth_method")
            ? reader.choice("auth_method", "access_key", "iam_role")
            : connection ? "iam_role" : "access_key";
    boolean anyKey =
        options.has("access_key_id")
            || options.has("secret_access_key")
            || options.has("session_token");
    boolean keys = options.has("access_key_id") && options.has("secret_access_key");
    if (options.has("role_arn")) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid ROLE ARN: a role is assumed by an AWS connection")
              .withHint(
                  "Make a connection of type AWS with ASSUME ROLE ARN, and name it in AWS"
                      + " CONNECTION."));
    } else if (method.equals("access_key") && (!keys || connection)) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "AUTH METHOD access_key needs ACCESS KEY ID and SECRET ACCESS KEY, and no AWS"
              + " CONNECTION");
    } else if (method.equals("iam_role") && (!connection || anyKey)) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "AUTH METHOD iam_role needs AWS CONNECTION, and no keys")
              .withHint(
                  "This server takes no role from the machine that it runs on: a connection of type"
                      + " AWS assumes it."));
    }
  }

  @Override
  public void probe(AwsSecretsConfig config, Attempt attempt) throws StepFailed {
    connect(config, attempt).list();
  }

  @Override
  public Vault open(AwsSecretsConfig config, Attempt attempt) throws StepFailed {
    return connect(config, attempt);
  }

  @Override
  public RequestSigner signer(AwsSecretsConfig config, Optional<String> region, Attempt attempt)
      throws StepFailed {
    String signed = region.orElse(config.region().name());
    return config.keys().isPresent()
        ? new AwsSignature(
            config.keys().get().credentials(attempt, permission), signed, clock)
        : attempt.signer(config.connection().orElseThrow(), Optional.of(signed));
  }

  private RegionalSecrets connect(AwsSecretsConfig config, Attempt attempt) throws StepFailed {
    RequestSigner signer = signer(config, Optional.empty(), attempt);
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), tls, attempt, permission);
    caller.connect();
    return new RegionalSecrets(config, signer, caller, attempt, permission);
  }
}

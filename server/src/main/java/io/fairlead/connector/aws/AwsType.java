package io.fairlead.connector.aws;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;
import static io.fairlead.connector.OptionSpec.Secrecy.SECRET;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsKeys;
import io.fairlead.connector.AwsRegion;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.AwsSignature;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.IdentityType;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SignerType;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Connections of type `aws`. They connect to nothing for their own sake: other connections sign
/// with them.
public final class AwsType implements SignerType<AwsConfig>, IdentityType<AwsConfig> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("access_key_id", Shape.TEXT_OR_SECRET, "The id of an access key.")
              .signIn()
              .secrecy(PRIVATE),
          OptionSpec.of(
              "assume_role_arn",
              Shape.TEXT,
              "The role to assume, by its ARN, in the place of an access key.")
              .signIn(),
          OptionSpec.of(
              "assume_role_session_name",
              Shape.TEXT,
              "What the role's account sees as the name of the session."),
          OptionSpec.of(
              "endpoint", Shape.TEXT, "An https URL to ask in the place of AWS's own addresses."),
          OptionSpec.of("region", Shape.TEXT, "The region to ask in, such as eu-central-1."),
          OptionSpec.of(
              "secret_access_key", Shape.SECRET, "The secret that holds the access key itself."),
          OptionSpec.of(
                  "session_token",
                  Shape.TEXT_OR_SECRET,
                  "The token that belongs to a temporary access key.")
              .signIn()
              .secrecy(SECRET));

  private final Reveal permission;
  private final InstantSource clock;
  private final AwsRoles roles;

  public AwsType(Reveal permission, InstantSource clock, AwsRoles roles) {
    this.permission = permission;
    this.clock = clock;
    this.roles = roles;
  }

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public List<String> spellings() {
    return List.of("AWS");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  /// The role has to trust the connection's external id first, which exists only after CREATE.
  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public AwsConfig configure(Options options, Problems problems) {
    checkChoice(options, problems);
    OptionReader reader = new OptionReader(options, problems);
    Optional<TextOrSecret> id = reader.textOrSecret("access_key_id");
    Optional<TextOrSecret> token = reader.textOrSecret("session_token");
    Optional<AwsKeys> keys =
        id.flatMap(
            key ->
                reader
                    .secret("secret_access_key")
                    .map(secret -> new AwsKeys(key, secret, token)));
    Optional<String> session = word(options, reader, "assume_role_session_name");
    Optional<AwsConfig.Role> role =
        word(options, reader, "assume_role_arn").map(arn -> new AwsConfig.Role(arn, session));
    return new AwsConfig(keys, role, endpoint(options, problems), AwsRegion.read(options, problems));
  }

  private static Optional<String> word(Options options, OptionReader reader, String key) {
    return options.has(key) ? Optional.of(reader.word(key)) : Optional.empty();
  }

  /// Keys or a role: each complete, and one of them.
  private static void checkChoice(Options options, Problems problems) {
    boolean id = options.has("access_key_id");
    boolean secret = options.has("secret_access_key");
    boolean arn = options.has("assume_role_arn");
    boolean anyKey = id || secret || options.has("session_token");
    boolean halfKeys = anyKey && !(id && secret);
    boolean halfRole = !arn && options.has("assume_role_session_name");
    if (halfKeys) {
      invalid(
          problems,
          "must specify both ACCESS KEY ID and SECRET ACCESS KEY with optional SESSION TOKEN");
    }
    if (halfRole) {
      invalid(problems, "must specify ASSUME ROLE ARN with optional ASSUME ROLE SESSION NAME");
    } else if (!anyKey && !arn) {
      invalid(
          problems, "must specify either ASSUME ROLE ARN or ACCESS KEY ID and SECRET ACCESS KEY");
    }
    if (id && secret && arn) {
      invalid(problems, "cannot specify both ACCESS KEY ID and ASSUME ROLE ARN");
    }
  }

  private static void invalid(Problems problems, String message) {
    problems.add(ProblemKind.INVALID_OPTION, message);
  }

  /// An empty text is no endpoint.
  private static Optional<HttpAddress> endpoint(Options options, Problems problems) {
    if (options.text("endpoint").filter(String::isEmpty).isPresent()) {
      return Optional.empty();
    }
    return new OptionReader(options, problems).encryptedAddress("endpoint");
  }

  @Override
  public void probe(AwsConfig config, Attempt attempt) throws StepFailed {
    identity(config, attempt).prove();
  }

  @Override
  public RequestSigner signer(AwsConfig config, Optional<String> region, Attempt attempt)
      throws StepFailed {
    return new AwsSignature(
        identity(config, attempt).credentials(), region.orElse(config.signingRegion()), clock);
  }

  /// A key signs in any region; a role is assumed anew for each, by the connection itself.
  @Override
  public Optional<Options> signIn(String storage, Connection identity) {
    if (!storage.equals("s3")) {
      return Optional.empty();
    }
    Options own = identity.options();
    return Optional.of(
        own.has("access_key_id")
            ? own.only("access_key_id", "secret_access_key", "session_token", "region")
            : own.only("region")
                .with("aws_connection", new OptionValue.ConnectionUse(identity.id())));
  }

  private Identity identity(AwsConfig config, Attempt attempt) {
    return new Identity(config, attempt, permission, roles);
  }
}

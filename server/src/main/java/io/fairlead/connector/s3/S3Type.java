package io.fairlead.connector.s3;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsKeys;
import io.fairlead.connector.AwsRegion;
import io.fairlead.connector.AwsRole;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.AwsSts;
import io.fairlead.connector.Endpoint;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.S3Link;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageType;
import io.fairlead.connector.StorageUri;
import io.fairlead.connector.TextOrSecret;
import io.fairlead.connector.Tls;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Connections of type `s3`.
public final class S3Type implements StorageType<S3Config> {
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("access_key_id", Shape.TEXT_OR_SECRET, "The id of an access key.")
              .signIn()
              .secrecy(PRIVATE)
              .spelled("AWS ACCESS KEY ID", "AWS KEY ID"),
          SharedOptions.awsConnection().inGroup(SharedOptions.CREDENTIAL),
          OptionSpec.of("bucket", Shape.TEXT, "The name of the bucket.").ofPlace(),
          OptionSpec.of(
                  SharedOptions.CREDENTIAL,
                  Shape.SECRET,
                  "The secret that holds an access key: JSON with access_key_id, secret_access_key"
                      + " and perhaps session_token.")
              .kept()
              .inGroup(SharedOptions.CREDENTIAL),
          SharedOptions.credentialStorage().toType("aws-secrets-manager"),
          OptionSpec.of(
              "disable_gunzip",
              Shape.FLAG,
              "Whether a file that is compressed with gzip is read as it is. Kept for SingleStore's"
                  + " links; external tables and stages have a COMPRESSION instead."),
          OptionSpec.of(
              "enable_virtual_host_style",
              Shape.FLAG,
              "Whether the bucket stands in the host's name; the opposite of PATH STYLE.")
              .ofPlace(),
          OptionSpec.of(
                  "endpoint", Shape.TEXT, "The URL of a service in the place of Amazon's own.")
              .spelled("ENDPOINT URL")
              .ofPlace(),
          OptionSpec.of(
                  "external_id",
                  Shape.TEXT,
                  "What the trust policy of the role asks for; without it, and without keys, an id"
                      + " of the connection's own.")
              .signIn()
              .secrecy(PRIVATE)
              .spelled("AWS EXTERNAL ID"),
          OptionSpec.of(
              "master_key",
              Shape.SECRET,
              "Not supported: objects that are encrypted by the client cannot be read."),
          SharedOptions.maxConnections(),
          OptionSpec.of(
              "multipart_chunk_size_mb",
              Shape.NUMBER,
              "The size of the parts of a backup. Kept for SingleStore's links; there are no backups."),
          OptionSpec.of(
              "path_style",
              Shape.FLAG,
              "Whether the bucket stands in the path, which is so by default with an ENDPOINT.")
              .ofPlace(),
          OptionSpec.of("prefix", Shape.TEXT, "With what the names of the objects begin.")
              .spelled("ROOT")
              .ofPlace(),
          OptionSpec.of("region", Shape.TEXT, "The bucket's region; us-east-1 by default.")
              .spelled("AWS REGION")
              .ofPlace(),
          OptionSpec.of(
                  "role_arn",
                  Shape.TEXT,
                  "The role to assume, by its ARN, with the access key or else with this server's.")
              .signIn()
              .spelled("AWS ROLE ARN"),
          OptionSpec.of(
                  "secret_access_key",
                  Shape.SECRET,
                  "The secret that holds the access key itself.")
              .spelled("AWS SECRET ACCESS KEY", "AWS SECRET KEY"),
          OptionSpec.of(
                  "server_side_encryption",
                  Shape.TEXT_OR_SECRET,
                  "Not supported: objects are encrypted as their bucket says.")
              .secrecy(PRIVATE)
              .spelled(
                  "X AMZ SERVER SIDE ENCRYPTION",
                  "X AMZ SERVER SIDE ENCRYPTION AWS KMS KEY ID",
                  "X AMZ SERVER SIDE ENCRYPTION CUSTOMER ALGORITHM",
                  "X AMZ SERVER SIDE ENCRYPTION CUSTOMER KEY",
                  "X AMZ SERVER SIDE ENCRYPTION CUSTOMER KEY MD5"),
          OptionSpec.of(
                  "session_token",
                  Shape.TEXT_OR_SECRET,
                  "The token that belongs to a temporary access key.")
              .signIn()
              .secrecy(PRIVATE)
              .spelled("AWS SESSION TOKEN", "AWS TOKEN", "SECURITY TOKEN"),
          OptionSpec.of(
              "sts_endpoint",
              Shape.TEXT,
              "The URL where the role is assumed; the ENDPOINT, or Amazon's own, by default."),
          SharedOptions.timeout());

  /// It becomes a part of a host's name.
  private static final Pattern BUCKET =
      Pattern.compile("[a-z0-9]([a-z0-9-]|\\.(?=[a-z0-9])){1,61}[a-z0-9]");

  private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9_+=,.@:/-]{2,1224}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9]{1,16}(-[a-z0-9]{1,16}){0,4}");

  private final Reveal permission;
  private final InstantSource clock;
  private final Tls tls;
  private final AwsRoles roles;

  /// @param tls how the service is recognised
  public S3Type(Reveal permission, InstantSource clock, Tls tls, AwsRoles roles) {
    this.roles = roles;
    this.permission = permission;
    this.clock = clock;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public List<String> spellings() {
    return List.of("S3");
  }

  @Override
  public List<OptionSpec> options() {
    return OPTIONS;
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public S3Config configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkStorageBounds();
    checkIdentity(options, problems);
    String bucket = matching(options, "bucket", BUCKET, "the name of a bucket", problems);
    String region = matching(options, "region", REGION, "the name of a region", problems);
    boolean inPath = bucketInPath(options, problems);
    String signingRegion = region.isEmpty() ? "us-east-1" : region;
    Optional<HttpAddress> endpoint = reader.address("endpoint");
    HttpAddress service = endpoint.orElseGet(() -> amazon(signingRegion));
    Optional<TextOrSecret> token = reader.textOrSecret("session_token");
    Optional<ObjectId> signer = reader.connection("aws_connection");
    return new S3Config(
        inPath || bucket.isEmpty() ? service : withBucket(service, bucket),
        bucket,
        inPath,
        options.has("prefix") ? reader.word("prefix") : "",
        signingRegion,
        keys(reader, token),
        reader.secret(SharedOptions.CREDENTIAL),
        signer.or(() -> reader.connection(SharedOptions.CREDENTIAL_STORAGE)),
        role(options, reader, signingRegion, problems));
  }

  private static Optional<AwsKeys> keys(OptionReader reader, Optional<TextOrSecret> token) {
    Optional<OptionValue.SecretUse> secret = reader.secret("secret_access_key");
    return reader
        .textOrSecret("access_key_id")
        .flatMap(id -> secret.map(key -> new AwsKeys(id, key, token)));
  }

  private static HttpAddress amazon(String region) {
    return HttpAddress.https(
        "s3." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : ""));
  }

  private static HttpAddress withBucket(HttpAddress service, String bucket) {
    Endpoint shared = service.endpoint();
    return new HttpAddress(
        service.encrypted(),
        new Endpoint(bucket + "." + shared.host(), shared.port()),
        service.path());
  }

  private static boolean bucketInPath(Options options, Problems problems) {
    Optional<Boolean> path = flag(options, "path_style");
    Optional<Boolean> host = flag(options, "enable_virtual_host_style");
    if (path.isPresent() && path.equals(host)) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "PATH STYLE and ENABLE VIRTUAL HOST STYLE are opposites: one of them is enough");
    }
    return path.or(() -> host.map(set -> !set)).orElse(options.has("endpoint"));
  }

  private static Optional<Boolean> flag(Options options, String key) {
    return options.get(key).orElse(null) instanceof OptionValue.Flag(boolean set)
        ? Optional.of(set)
        : Optional.empty();
  }

  private static String matching(
      Options options, String key, Pattern pattern, String what, Problems problems) {
    Optional<String> text = options.text(key);
    if (text.filter(value -> !pattern.matcher(value).matches()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid " + OptionSpec.spelling(key) + ": it is not " + what);
      return "";
    }
    return text.orElse("");
  }

  /// Who signs: at most one, and each whole. Nobody at all reads a bucket that is open to everybody.
  private static void checkIdentity(Options options, Problems problems) {
    boolean id = options.has("access_key_id");
    boolean secret = options.has("secret_access_key");
    boolean anyKey = id || secret || options.has("session_token");
    if (anyKey && !(id && secret)) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "must specify both ACCESS KEY ID and SECRET ACCESS KEY with optional SESSION TOKEN");
    }
    new OptionReader(options, problems)
        .mustHaveOneCredential("aws_connection", "access_key_id");
    if (options.has("server_side_encryption")) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "SERVER SIDE ENCRYPTION is not supported: let the bucket encrypt what is written to it");
    }
    if (options.has("master_key")) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "MASTER KEY is not supported: what a client has encrypted cannot be read here");
    }
    checkRole(options, problems);
  }

  private static void checkRole(Options options, Problems problems) {
    boolean role = options.has("role_arn");
    if (!role && (options.has("external_id") || options.has("sts_endpoint"))) {
      problems.add(
          ProblemKind.INVALID_OPTION, "EXTERNAL ID and STS ENDPOINT belong to a ROLE ARN");
    }
    if (role && (options.has("aws_connection") || options.has(SharedOptions.CREDENTIAL_STORAGE))) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "ROLE ARN cannot stand beside AWS CONNECTION or CREDENTIAL STORAGE")
              .withHint("They sign as themselves. An AWS connection takes ASSUME ROLE ARN."));
    }
    String externalId = options.text("external_id").orElse("");
    if (options.has("external_id") && !EXTERNAL_ID.matcher(externalId).matches()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "invalid EXTERNAL ID: it must be of 2 to 1224 letters, digits and _+=,.@:/-");
    } else if (AwsRoles.isReserved(externalId)) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid EXTERNAL ID: this server gives out those that begin like this")
              .withHint("Leave it out, and the connection has one of its own."));
    }
  }

  /// Where a role is assumed: beside the objects, unless those are Amazon's.
  private static Optional<S3Config.Role> role(
      Options options, OptionReader reader, String region, Problems problems) {
    Optional<HttpAddress> written = reader.secretAddress("sts_endpoint");
    if (!options.has("role_arn")) {
      return Optional.empty();
    }
    Optional<HttpAddress> beside =
        new OptionReader(options, new Problems())
            .address("endpoint")
            .filter(_ -> !options.has("sts_endpoint"));
    if (beside.filter(found -> !found.encrypted() && !found.isOfThisMachine()).isPresent()) {
      problems.add(
          ProblemKind.INVALID_OPTION,
          "a role's keys are not asked for without TLS: set STS ENDPOINT to an address that begins"
              + " with https://");
    }
    HttpAddress tokens =
        written.or(() -> beside).orElseGet(() -> new AwsRegion(region).address("sts"));
    AwsRole role =
        new AwsRole(reader.word("role_arn"), AwsRole.SESSION, options.text("external_id"));
    return Optional.of(
        new S3Config.Role(role, new AwsSts.Place(tokens, region)));
  }

  @Override
  public void probe(S3Config config, Attempt attempt) throws StepFailed {
    new S3Probe(config, attempt, permission, clock, tls, roles).run();
  }

  @Override
  public S3Link open(S3Config config, Attempt attempt) throws StepFailed {
    return new S3Probe(config, attempt, permission, clock, tls, roles).open();
  }

  @Override
  public S3Link openUnproven(S3Config config, Attempt attempt) throws StepFailed {
    return new S3Probe(config, attempt, permission, clock, tls, roles).openUnproven();
  }

  @Override
  public List<String> schemes() {
    return List.of("s3");
  }

  @Override
  public Options place(String uri, Problems problems) {
    return StorageUri.bucketAndPrefix(uri, "bucket", problems);
  }
}

package io.fairlead.connector;

import static io.fairlead.connector.OptionSpec.Secrecy.PRIVATE;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A service of another vendor that speaks Amazon's protocol beside its own, with the options as the
/// vendor names them.
public abstract class S3CompatibleType implements StorageType<S3CompatibleType.Config> {
  /// @param region for which requests are signed
  public record Config(
      S3Place place,
      String region,
      Optional<AwsKeys> keys,
      Optional<OptionValue.SecretUse> credential) {}

  /// What differs between the vendors.
  ///
  /// @param name of the type and its scheme
  /// @param product for people
  /// @param idKey the option with the id of a key
  /// @param secretKey the option with the key itself
  /// @param host matches the vendor's own hosts, whose buckets stand in the host's name; its first
  ///     group is the region
  /// @param hostBefore what is put before such a host when it does not begin with it
  public record Vendor(
      String name,
      String product,
      String idKey,
      String secretKey,
      Pattern host,
      String hostBefore) {}

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final String ELSEWHERE = "us-east-1";

  private final Vendor vendor;
  private final List<OptionSpec> options;
  private final Reveal permission;
  private final InstantSource clock;
  private final Tls tls;

  protected S3CompatibleType(Vendor vendor, Reveal permission, InstantSource clock, Tls tls) {
    this.vendor = vendor;
    this.options = options(vendor);
    this.permission = permission;
    this.clock = clock;
    this.tls = tls;
  }

  private static List<OptionSpec> options(Vendor vendor) {
    List<OptionSpec> rows =
        new ArrayList<>(
            List.of(
                OptionSpec.of(
                        vendor.idKey(), Shape.TEXT_OR_SECRET, "The id of an access key.")
                    .secrecy(PRIVATE),
                OptionSpec.of(
                    vendor.secretKey(), Shape.SECRET, "The secret that holds the key itself."),
                OptionSpec.of("bucket", Shape.TEXT, "The name of the bucket.").ofPlace(),
                OptionSpec.of(
                        SharedOptions.CREDENTIAL,
                        Shape.SECRET,
                        "The secret that holds an access key: JSON with "
                            + vendor.idKey()
                            + ", "
                            + vendor.secretKey()
                            + " and perhaps session_token.")
                    .kept()
                    .inGroup(SharedOptions.CREDENTIAL),
                OptionSpec.of(
                        "endpoint", Shape.TEXT, "The URL of the service in the bucket's region.")
                    .spelled("ENDPOINT URL")
                    .needed()
                    .ofPlace(),
                SharedOptions.maxConnections(),
                OptionSpec.of("prefix", Shape.TEXT, "With what the names of the objects begin.")
                    .spelled("ROOT")
                    .ofPlace(),
                SharedOptions.timeout()));
    rows.sort(Comparator.comparing(OptionSpec::key));
    return List.copyOf(rows);
  }

  @Override
  public String name() {
    return vendor.name();
  }

  @Override
  public List<String> spellings() {
    return List.of(vendor.product());
  }

  @Override
  public List<OptionSpec> options() {
    return options;
  }

  @Override
  public boolean validatesByDefault() {
    return false;
  }

  @Override
  public List<String> schemes() {
    return List.of(vendor.name());
  }

  @Override
  public Options place(String uri, Problems problems) {
    return StorageUri.bucketAndPrefix(uri, "bucket", problems);
  }

  @Override
  public Config configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkStorageBounds();
    boolean id = options.has(vendor.idKey());
    boolean secret = options.has(vendor.secretKey());
    String both =
        OptionSpec.spelling(vendor.idKey()) + " and " + OptionSpec.spelling(vendor.secretKey());
    if (id != secret) {
      problems.add(ProblemKind.INVALID_OPTION, "must specify both " + both);
    }
    if (options.has(SharedOptions.CREDENTIAL) && (id || secret)) {
      problems.add(
          ProblemKind.INVALID_OPTION, "a connection signs in with CREDENTIAL or with " + both);
    }
    String bucket = options.text("bucket").orElse("");
    if (options.has("bucket") && !BUCKET.matcher(bucket).matches()) {
      problems.add(ProblemKind.INVALID_OPTION, "invalid BUCKET: it is not the name of a bucket");
    }
    Optional<OptionValue.SecretUse> credential = reader.secret(SharedOptions.CREDENTIAL);
    Optional<AwsKeys> keys =
        reader
            .textOrSecret(vendor.idKey())
            .flatMap(
                found ->
                    reader
                        .secret(vendor.secretKey())
                        .map(key -> new AwsKeys(found, key, Optional.empty())));
    HttpAddress service = reader.address("endpoint").orElse(HttpAddress.NOWHERE);
    Matcher own = vendor.host().matcher(service.endpoint().host());
    boolean isOwn = own.matches();
    return new Config(
        new S3Place(
            isOwn ? own(service, bucket) : service,
            bucket,
            !isOwn,
            options.has("prefix") ? reader.word("prefix") : "",
            keys.isEmpty() && credential.isEmpty()),
        isOwn ? own.group(1) : ELSEWHERE,
        keys,
        credential);
  }

  private HttpAddress own(HttpAddress service, String bucket) {
    String host = service.endpoint().host();
    String compatible = host.startsWith(vendor.hostBefore()) ? host : vendor.hostBefore() + host;
    return new HttpAddress(
        service.encrypted(),
        new Endpoint(
            bucket.isEmpty() ? compatible : bucket + "." + compatible, service.endpoint().port()),
        service.path());
  }

  @Override
  public void probe(Config config, Attempt attempt) throws StepFailed {
    RequestSigner signer = signer(config, attempt);
    S3Link.probe(config.place(), signer, line(config, attempt), attempt);
  }

  @Override
  public S3Link open(Config config, Attempt attempt) throws StepFailed {
    RequestSigner signer = signer(config, attempt);
    return S3Link.open(config.place(), signer, line(config, attempt), attempt);
  }

  @Override
  public S3Link openUnproven(Config config, Attempt attempt) throws StepFailed {
    RequestSigner signer = signer(config, attempt);
    return S3Link.openUnproven(config.place(), signer, line(config, attempt), attempt);
  }

  private HttpLine line(Config config, Attempt attempt) throws StepFailed {
    return HttpLine.open(config.place().address(), tls, attempt, permission);
  }

  private RequestSigner signer(Config config, Attempt attempt) throws StepFailed {
    if (config.keys().isPresent()) {
      AwsCredentials keys = config.keys().get().credentials(attempt, permission);
      return new AwsSignature(keys, config.region(), clock);
    }
    return config.credential().isPresent()
        ? new AwsSignature(inside(config.credential().get(), attempt), config.region(), clock)
        : (_, _, request) -> request;
  }

  private AwsCredentials inside(OptionValue.SecretUse credential, Attempt attempt)
      throws StepFailed {
    CredentialFields fields = CredentialFields.read(attempt, credential, permission);
    Optional<String> id = fields.field(vendor.idKey());
    Optional<String> key = fields.field(vendor.secretKey());
    if (id.isEmpty() || key.isEmpty()) {
      return attempt.step(
          "keys",
          () -> {
            throw new StepFailed(
                "the credential holds no access key",
                "It must be JSON with " + vendor.idKey() + " and " + vendor.secretKey() + ".");
          });
    }
    return new AwsCredentials(id.get(), key.get(), fields.field("session_token"))
        .fitting(attempt);
  }
}

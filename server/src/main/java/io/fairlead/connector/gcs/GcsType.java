package io.fairlead.connector.gcs;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageType;
import io.fairlead.connector.StorageUri;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.util.List;
import java.util.regex.Pattern;

/// Connections of type `gcs`.
public final class GcsType implements StorageType<GcsConfig> {
  private static final String KEY = "service_account_key";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("bucket", Shape.TEXT, "The name of the bucket.").ofPlace(),
          OptionSpec.of(
                  SharedOptions.CREDENTIAL,
                  Shape.SECRET,
                  "The secret that holds the key of a service account, in JSON.")
              .kept()
              .inGroup(SharedOptions.CREDENTIAL),
          SharedOptions.credentialStorage().toType("gcp-secret-manager"),
          OptionSpec.of(
                  "endpoint", Shape.TEXT, "An https URL to ask in the place of Google's own.")
              .spelled("ENDPOINT URL")
              .ofPlace(),
          OptionSpec.of(
                  "gcp_connection", Shape.CONNECTION, "The GCP connection whose identity signs in.")
              .toType("gcp")
              .inGroup(SharedOptions.CREDENTIAL),
          SharedOptions.maxConnections(),
          OptionSpec.of("prefix", Shape.TEXT, "With what the names of the objects begin.")
              .spelled("ROOT")
              .ofPlace(),
          OptionSpec.of(KEY, Shape.SECRET, "The same as CREDENTIAL.")
              .inGroup(SharedOptions.CREDENTIAL),
          SharedOptions.timeout());

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  private final Reveal permission;
  private final GoogleSignIn google;
  private final Tls tls;

  /// @param tls how Google is recognised
  public GcsType(Reveal permission, GoogleSignIn google, Tls tls) {
    this.permission = permission;
    this.google = google;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "gcs";
  }

  @Override
  public List<String> spellings() {
    return List.of("GCS");
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
  public GcsConfig configure(Options options, Problems problems) {
    OptionReader reader = new OptionReader(options, problems);
    reader.checkStorageBounds();
    reader.mustHaveOneCredential(KEY, "gcp_connection");
    String bucket = options.text("bucket").orElse("");
    if (options.has("bucket") && !BUCKET.matcher(bucket).matches()) {
      problems.add(
          ProblemKind.INVALID_OPTION, "invalid BUCKET: it is not the name of a bucket");
    }
    return new GcsConfig(
        reader
            .encryptedAddress("endpoint")
            .orElseGet(() -> HttpAddress.https("storage.googleapis.com")),
        bucket,
        options.has("prefix") ? reader.word("prefix") : "",
        reader.secret(SharedOptions.CREDENTIAL).or(() -> reader.secret(KEY)),
        reader
            .connection(SharedOptions.CREDENTIAL_STORAGE)
            .or(() -> reader.connection("gcp_connection")));
  }

  @Override
  public void probe(GcsConfig config, Attempt attempt) throws StepFailed {
    RequestSigner signer = signer(config, attempt);
    try (HttpLine line = HttpLine.open(config.address(), tls, attempt, permission)) {
      if (config.bucket().isEmpty()) {
        attempt.step("bucket", () -> noted(attempt, "none to try"));
      } else {
        GcsLink link = new GcsLink(config, signer, line);
        attempt.step("list bucket", () -> link.probe(attempt));
      }
    }
  }

  private static boolean noted(Attempt attempt, String note) {
    attempt.note(note);
    return true;
  }

  @Override
  public ObjectLink open(GcsConfig config, Attempt attempt) throws StepFailed {
    GcsLink link = link(config, attempt);
    attempt.step("list bucket", () -> link.prove(attempt));
    link.keep(attempt);
    return link;
  }

  @Override
  public ObjectLink openUnproven(GcsConfig config, Attempt attempt) throws StepFailed {
    GcsLink link = link(config, attempt);
    link.keep(attempt);
    return link;
  }

  private GcsLink link(GcsConfig config, Attempt attempt) throws StepFailed {
    if (config.bucket().isEmpty()) {
      throw new StepFailed(
          "the connection names no bucket",
          "Set BUCKET, or use the connection with a location such as gcs://bucket/folder/.");
    }
    RequestSigner signer = signer(config, attempt);
    HttpLine line = HttpLine.open(config.address(), tls, attempt, permission);
    return new GcsLink(config, signer, line);
  }

  @Override
  public List<String> schemes() {
    return List.of("gcs", "gs");
  }

  @Override
  public Options place(String uri, Problems problems) {
    return StorageUri.bucketAndPrefix(uri, "bucket", problems);
  }

  /// Nobody at all reads a bucket that is open to everybody.
  private RequestSigner signer(GcsConfig config, Attempt attempt) throws StepFailed {
    if (config.signer().isPresent()) {
      return attempt.signer(config.signer().get());
    }
    return config.key().isPresent()
        ? google.signer(config.key().get(), attempt)
        : RequestSigner.NOBODY;
  }
}

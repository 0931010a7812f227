package io.fairlead.connector.gcs;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.GoogleSignIn;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Connections of type `gcs`.
public final class GcsType implements ConnectorType<GcsConfig> {
  private static final String KEY = "service_account_key";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of("bucket", Shape.TEXT, "The name of the bucket.").needed(),
          OptionSpec.of(
                  SharedOptions.CREDENTIAL,
                  Shape.SECRET,
                  "The secret that holds the key of a service account, in JSON.")
              .kept()
              .inGroup(SharedOptions.CREDENTIAL),
          SharedOptions.credentialStorage().toType("gcp-secret-manager"),
          OptionSpec.of(
                  "endpoint", Shape.TEXT, "An https URL to ask in the place of Google's own.")
              .spelled("ENDPOINT URL"),
          OptionSpec.of(
                  "gcp_connection", Shape.CONNECTION, "The GCP connection whose identity signs in.")
              .toType("gcp")
              .inGroup(SharedOptions.CREDENTIAL),
          SharedOptions.maxConnections(),
          OptionSpec.of("prefix", Shape.TEXT, "With what the names of the objects begin.")
              .spelled("ROOT"),
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
    reader.checkBounds();
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
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), tls, attempt, permission);
    caller.connect();
    attempt.step("list bucket", () -> list(config, caller, signer, attempt));
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

  private static boolean list(
      GcsConfig config, HttpCaller caller, RequestSigner signer, Attempt attempt)
      throws StepFailed, IOException {
    String target =
        config.address().target("/storage/v1/b/" + config.bucket() + "/o?maxResults=1")
            + (config.prefix().isEmpty() ? "" : "&prefix=" + PercentEncoding.of(config.prefix()));
    HttpResponse answer =
        caller.call(signer.sign("storage", config.address(), HttpRequest.get(target)));
    if (answer.status() != 200) {
      throw refused(config, answer.status());
    }
    JsonNode list = answer.json();
    if (!list.path("kind").asString("").equals("storage#objects")) {
      throw notGoogle(answer.status());
    }
    attempt.note(list.path("items").isEmpty() ? "readable, nothing there" : "readable");
    return true;
  }

  private static StepFailed refused(GcsConfig config, int status) {
    String bucket = "bucket \"" + config.bucket() + "\"";
    return switch (status) {
      case 401 ->
          config.key().isEmpty() && config.signer().isEmpty()
              ? new StepFailed(
                  bucket + " is not open to everybody", "Set CREDENTIAL to a service account's key.")
              : new StepFailed("Google does not accept the token").refusedCredential();
      case 403 ->
          new StepFailed(
              bucket + " may not be listed",
              "The service account needs the right storage.objects.list.");
      case 404 -> new StepFailed(bucket + " does not exist");
      case 429, 503 ->
          new StepFailed("the service asks to come back later", "Try again in a moment.");
      default -> notGoogle(status);
    };
  }

  private static StepFailed notGoogle(int status) {
    return new StepFailed(
        "the peer is no Google Cloud Storage (status " + status + ")", "Check ENDPOINT.");
  }
}

package io.fairlead.connector.gcp;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.HttpAddress;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.OptionReader;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.OptionSpec.Shape;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.Options;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Connections of type `gcp`.
public final class GcpType implements ConnectorType<GcpConfig> {
  private static final String KEY = "service_account_key";
  private static final List<OptionSpec> OPTIONS =
      List.of(
          OptionSpec.of(
                  KEY,
                  Shape.SECRET,
                  "The secret that holds the key of a service account, in JSON.")
              .needed());

  /// Where Google answers, which is where a key has to point.
  public static final HttpAddress GOOGLE = HttpAddress.https("oauth2.googleapis.com");

  private final Reveal permission;
  private final InstantSource clock;
  private final HttpAddress google;
  private final Tls tls;

  /// @param google [#GOOGLE], or what stands for it in a test
  /// @param tls how it is recognised
  public GcpType(Reveal permission, InstantSource clock, HttpAddress google, Tls tls) {
    this.permission = permission;
    this.clock = clock;
    this.google = google;
    this.tls = tls;
  }

  @Override
  public String name() {
    return "gcp";
  }

  @Override
  public List<String> spellings() {
    return List.of("GCP");
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
  public GcpConfig configure(Options options, Problems problems) {
    return new GcpConfig(new OptionReader(options, problems).secret(KEY));
  }

  @Override
  public Set<String> checkedSecrets() {
    return Set.of(KEY);
  }

  @Override
  public void checkSecret(String key, SecretBytes value, Problems problems) {
    try {
      GoogleKey.read(value.revealText(permission));
    } catch (StepFailed wrong) {
      problems.add(
          Problem.of(ProblemKind.INVALID_OPTION, wrong.cause()).withHint(wrong.hint()));
    }
  }

  @Override
  public void probe(GcpConfig config, Attempt attempt) throws StepFailed {
    GoogleKey key = attempt.step("key", () -> key(config, attempt));
    HttpCaller caller = new HttpCaller(google, Optional.empty(), tls, attempt, permission);
    caller.connect();
    attempt.step("sign in", () -> signIn(key, caller, attempt));
  }

  private GoogleKey key(GcpConfig config, Attempt attempt) throws StepFailed {
    try (SecretBytes secret = attempt.secret(config.key().orElseThrow())) {
      return GoogleKey.read(secret.revealText(permission));
    }
  }

  private boolean signIn(GoogleKey key, HttpCaller caller, Attempt attempt)
      throws StepFailed, IOException {
    String form =
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
            + URLEncoder.encode(SignInProof.of(key, clock.instant()), StandardCharsets.UTF_8);
    HttpResponse answer =
        caller.call(HttpRequest.post("/token", "application/x-www-form-urlencoded", form));
    boolean given = !answer.json().path("access_token").asString("").isEmpty();
    if (answer.status() == 200 && given) {
      attempt.note("signed in as " + key.email());
      return true;
    }
    String error = answer.json().path("error").asString("");
    throw switch (error) {
      case "invalid_grant" ->
          new StepFailed(
              "Google does not accept the key",
              "It may be deleted or of another account, or this server's clock is wrong.");
      case "unauthorized_client", "invalid_client", "access_denied" ->
          new StepFailed("the service account is disabled or deleted");
      default ->
          new StepFailed(
              "the peer gave no access token (status " + answer.status() + ")");
    };
  }
}

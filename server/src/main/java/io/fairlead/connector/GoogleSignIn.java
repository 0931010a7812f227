package io.fairlead.connector;

import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// Signs in to Google Cloud with the key of a service account.
public final class GoogleSignIn {
  /// Where Google answers, which is where a key has to point.
  public static final HttpAddress GOOGLE = HttpAddress.https("oauth2.googleapis.com");

  private final HttpAddress google;
  private final Tls tls;
  private final InstantSource clock;
  private final Reveal permission;

  /// @param google [#GOOGLE], or what stands for it in a test
  /// @param tls how it is recognised
  public GoogleSignIn(HttpAddress google, Tls tls, InstantSource clock, Reveal permission) {
    this.google = google;
    this.tls = tls;
    this.clock = clock;
    this.permission = permission;
  }

  /// @param key the use of a secret that holds the key as JSON
  public BearerToken run(OptionValue.SecretUse key, Attempt attempt) throws StepFailed {
    GoogleKey read = attempt.step("key", () -> key(key, attempt));
    HttpCaller caller = new HttpCaller(google, Optional.empty(), tls, attempt, permission);
    caller.connect();
    return attempt.step("sign in", () -> signIn(read, caller, attempt));
  }

  /// The same, as something that signs requests.
  public RequestSigner signer(OptionValue.SecretUse key, Attempt attempt) throws StepFailed {
    BearerToken token = run(key, attempt);
    return (_, _, request) -> token.onto(request);
  }

  private GoogleKey key(OptionValue.SecretUse use, Attempt attempt) throws StepFailed {
    try (SecretBytes secret = attempt.secret(use)) {
      return GoogleKey.read(secret.revealText(permission));
    }
  }

  private BearerToken signIn(GoogleKey key, HttpCaller caller, Attempt attempt)
      throws StepFailed, IOException {
    String form =
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
            + PercentEncoding.of(GoogleProof.of(key, clock.instant()));
    HttpResponse answer =
        caller.call(HttpRequest.post("/token", "application/x-www-form-urlencoded", form));
    Optional<BearerToken> token = BearerToken.in(answer);
    if (answer.status() == 200 && token.isPresent()) {
      attempt.note("signed in as " + key.email());
      return token.get();
    }
    String error = answer.json().path("error").asString("");
    throw switch (error) {
      case "invalid_grant" ->
          new StepFailed(
                  "Google does not accept the key",
                  "It may be deleted or of another account, or this server's clock is wrong.")
              .refusedCredential();
      case "unauthorized_client", "invalid_client", "access_denied" ->
          new StepFailed("the service account is disabled or deleted").refusedCredential();
      default -> VaultRefusal.noToken(answer.status());
    };
  }
}

package io.fairlead.connector.s3;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsCredentials;
import io.fairlead.connector.AwsSignature;
import io.fairlead.connector.CredentialFields;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.S3Link;
import io.fairlead.connector.S3Place;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;
import java.util.Optional;

/// Gets ready to sign, and opens the bucket or tries it.
final class S3Probe {
  private final S3Config config;
  private final Attempt attempt;
  private final Reveal permission;
  private final InstantSource clock;
  private final Tls tls;

  S3Probe(S3Config config, Attempt attempt, Reveal permission, InstantSource clock, Tls tls) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
    this.clock = clock;
    this.tls = tls;
  }

  void run() throws StepFailed {
    RequestSigner signer = signer();
    S3Link.probe(place(), signer, line(), attempt);
  }

  S3Link open() throws StepFailed {
    RequestSigner signer = signer();
    return S3Link.open(place(), signer, line(), attempt);
  }

  private HttpLine line() throws StepFailed {
    return HttpLine.open(config.address(), tls, attempt, permission);
  }

  private S3Place place() {
    return new S3Place(
        config.address(),
        config.bucket(),
        config.bucketInPath(),
        config.prefix(),
        config.keys().isEmpty() && config.credential().isEmpty() && config.signer().isEmpty());
  }

  private RequestSigner signer() throws StepFailed {
    if (config.signer().isPresent()) {
      return attempt.signer(config.signer().get());
    }
    Optional<AwsCredentials> credentials = credentials();
    return credentials.isPresent()
        ? new AwsSignature(credentials.get(), config.region(), clock)
        : (_, _, request) -> request;
  }

  private Optional<AwsCredentials> credentials() throws StepFailed {
    if (config.keys().isPresent()) {
      return Optional.of(config.keys().get().credentials(attempt, permission));
    }
    return config.credential().isPresent()
        ? Optional.of(inside(config.credential().get()))
        : Optional.empty();
  }

  private AwsCredentials inside(OptionValue.SecretUse credential) throws StepFailed {
    CredentialFields fields = CredentialFields.read(attempt, credential, permission);
    Optional<String> id = fields.field("access_key_id");
    Optional<String> secret = fields.field("secret_access_key");
    if (id.isEmpty() || secret.isEmpty()) {
      return attempt.step(
          "keys",
          () -> {
            throw new StepFailed(
                "the credential holds no access key",
                "It must be JSON with access_key_id and secret_access_key.");
          });
    }
    return new AwsCredentials(id.get(), secret.get(), fields.field("session_token"))
        .fitting(attempt);
  }
}

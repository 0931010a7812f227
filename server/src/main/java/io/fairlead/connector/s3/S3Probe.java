package io.fairlead.connector.s3;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.S3Link;
import io.fairlead.connector.S3Place;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.secret.Reveal;
import java.time.InstantSource;

/// Gets ready to sign, and opens the bucket or tries it.
final class S3Probe {
  private final S3Config config;
  private final Attempt attempt;
  private final Reveal permission;
  private final Tls tls;
  private final S3SignIn signIn;

  S3Probe(
      S3Config config,
      Attempt attempt,
      Reveal permission,
      InstantSource clock,
      Tls tls,
      AwsRoles roles) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
    this.tls = tls;
    this.signIn = new S3SignIn(config, attempt, permission, clock, roles);
  }

  void run() throws StepFailed {
    RequestSigner signer = signIn.proven();
    S3Link.probe(place(), signer, line(), attempt);
  }

  S3Link open() throws StepFailed {
    RequestSigner signer = signIn.signer();
    return S3Link.open(place(), signer, line(), attempt);
  }

  S3Link openUnproven() throws StepFailed {
    RequestSigner signer = signIn.signer();
    return S3Link.openUnproven(place(), signer, line(), attempt);
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
        config.isAnonymous());
  }
}

package io.fairlead.connector.s3;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.XmlTexts;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// Lists at most one object of the bucket, which a loader must be able to do, and changes nothing.
final class S3Probe {
  private final S3Config config;
  private final Attempt attempt;
  private final HttpCaller caller;
  private final S3SignIn signIn;

  S3Probe(
      S3Config config, Attempt attempt, Reveal permission, InstantSource clock, Tls tls,
      AwsRoles roles) {
    this.config = config;
    this.attempt = attempt;
    this.caller = new HttpCaller(config.address(), Optional.empty(), tls, attempt, permission);
    this.signIn = new S3SignIn(config, attempt, permission, clock, roles);
  }

  void run() throws StepFailed {
    RequestSigner signer = signIn.proven();
    caller.connect();
    attempt.step("list bucket", () -> list(signer));
  }

  private boolean list(RequestSigner signer) throws StepFailed, IOException {
    String path = config.bucketInPath() ? "/" + config.bucket() : "/";
    String prefix =
        config.prefix().isEmpty() ? "" : "&prefix=" + PercentEncoding.of(config.prefix());
    HttpRequest request =
        HttpRequest.get(config.address().target(path) + "?list-type=2&max-keys=1" + prefix);
    HttpResponse response = caller.call(signer.sign("s3", config.address(), request));
    XmlTexts answer = XmlTexts.read(response.body()).orElseThrow(() -> notS3(response.status()));
    if (response.status() != 200) {
      throw refused(response.status(), answer);
    }
    if (!answer.has("ListBucketResult")) {
      throw notS3(response.status());
    }
    attempt.note(answer.has("Key") ? "readable" : "readable, nothing there");
    return true;
  }

  private static StepFailed notS3(int status) {
    return new StepFailed(
        "the peer does not speak S3 (status " + status + ")", "Check ENDPOINT and REGION.");
  }

  private StepFailed refused(int status, XmlTexts answer) {
    return switch (answer.code()) {
      case "InvalidAccessKeyId" ->
          new StepFailed("the access key is not known, or is not active").refusedCredential();
      case "SignatureDoesNotMatch" ->
          new StepFailed(
                  "the signature made with the access key is wrong",
                  "Check SECRET ACCESS KEY, REGION and this server's clock.")
              .refusedCredential();
      case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
          new StepFailed("the session token has expired or is not valid").refusedCredential();
      case "AccessDenied", "AllAccessDisabled" ->
          new StepFailed(
              "bucket \"" + config.bucket() + "\" may not be listed",
              config.isAnonymous()
                  ? "The connection has no credential; the bucket may not be open to everybody."
                  : "The access key needs the right s3:ListBucket.");
      case "NoSuchBucket" -> new StepFailed("bucket \"" + config.bucket() + "\" does not exist");
      case "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
          new StepFailed("the bucket is in another region", region(answer));
      case "RequestTimeTooSkewed" ->
          new StepFailed("this server's clock is too far from the peer's");
      case "SlowDown", "ServiceUnavailable" ->
          new StepFailed("the service asks to come back later", "Try again in a moment.");
      case "" -> notS3(status);
      default ->
          new StepFailed(
              "the service refused with " + answer.code() + " (status " + status + ")");
    };
  }

  private static String region(XmlTexts answer) {
    return answer
        .text("Region")
        .filter(name -> name.matches("[a-z0-9-]{2,40}"))
        .map(name -> "Set REGION to " + name + ".")
        .orElse("Set REGION to the bucket's.");
  }
}

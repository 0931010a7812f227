package io.fairlead.connector;

/// A place in a service that speaks the protocol of Amazon's S3.
///
/// @param address where the bucket answers; its host begins with the bucket's name unless
///     `bucketInPath`
/// @param bucket empty for none
/// @param prefix with what the names of the objects begin; empty for all of them
/// @param isAnonymous whether requests are not signed
public record S3Place(
    HttpAddress address,
    String bucket,
    boolean bucketInPath,
    String prefix,
    boolean isAnonymous) {

  /// The target of a request about the bucket as a whole, without a query; for no bucket, about the
  /// service.
  String bucketTarget() {
    return address.target(bucketInPath && !bucket.isEmpty() ? "/" + bucket : "/");
  }

  /// The target of a request about one object.
  String target(String name) {
    String path = "/" + PercentEncoding.ofPath(prefix + name);
    return address.target(bucketInPath ? "/" + bucket + path : path);
  }

  /// What went wrong when the service gives a code, or none.
  ///
  /// @param operation `listed`, `read` or `written`
  StepFailed refusal(int status, XmlTexts answer, String operation) {
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
      case "AccessDenied", "AllAccessDisabled" -> denied(operation);
      case "NoSuchBucket" -> new StepFailed("bucket \"" + bucket + "\" does not exist");
      case "AuthorizationHeaderMalformed",
              "IllegalLocationConstraintException",
              "PermanentRedirect" ->
          new StepFailed("the bucket is in another region", region(answer.text("Region")));
      case "RequestTimeTooSkewed" ->
          new StepFailed("this server's clock is too far from the peer's");
      case "SlowDown", "ServiceUnavailable", "InternalError", "RequestTimeout" ->
          new StepFailed("the service asks to come back later", "Try again in a moment.")
              .withoutAnswer();
      case "" -> notS3(status);
      default ->
          new StepFailed(
              "the service refused with " + answer.code() + " (status " + status + ")");
    };
  }

  private StepFailed denied(String operation) {
    String right =
        switch (operation) {
          case "listed" -> "s3:ListBucket";
          case "read" -> "s3:GetObject";
          default -> "s3:PutObject and s3:DeleteObject";
        };
    return new StepFailed(
        "bucket \"" + bucket + "\" may not be " + operation,
        isAnonymous
            ? "The connection has no credential; the bucket may not be open to everybody."
            : "The access key needs the right " + right + ".");
  }

  static String region(java.util.Optional<String> told) {
    return told.filter(name -> name.matches("[a-z0-9-]{2,40}"))
        .map(name -> "Set REGION to " + name + ".")
        .orElse("Set REGION to the bucket's.");
  }

  static StepFailed notS3(int status) {
    StepFailed failed =
        new StepFailed(
            "the peer does not speak S3 (status " + status + ")", "Check ENDPOINT and REGION.");
    return status >= 500 ? failed.withoutAnswer() : failed;
  }
}

package io.fairlead.connector.aws;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.AwsCredentials;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// Who an AWS connection is, in one attempt. A role is assumed with the connection's own external
/// id, so that nobody else who uses this server can assume it through a connection of theirs.
final class Identity {
  private final AwsConfig config;
  private final Attempt attempt;
  private final Reveal permission;
  private final String environment;
  private final Optional<ServerIdentity> server;
  private final HttpCaller caller;
  private final Sts sts;

  Identity(
      AwsConfig config,
      Attempt attempt,
      Reveal permission,
      InstantSource clock,
      String environment,
      Optional<ServerIdentity> server,
      Tls tls) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
    this.environment = environment;
    this.server = server;
    this.caller = new HttpCaller(config.sts(), Optional.empty(), tls, attempt, permission);
    this.sts = new Sts(config.sts(), caller, config.signingRegion(), clock);
  }

  /// What signs: the connection's keys, or temporary ones of its role.
  AwsCredentials credentials() throws StepFailed {
    if (config.keys().isPresent()) {
      return config.keys().get().credentials(attempt, permission);
    }
    AwsConfig.Role role = config.role().orElseThrow();
    AwsCredentials own = ownCredentials();
    caller.connect();
    return attempt.step("assume role", () -> assume(own, role));
  }

  /// Asks AWS who the connection is; a role must be closed to those who do not name its external
  /// id.
  void prove() throws StepFailed {
    if (config.keys().isPresent()) {
      AwsCredentials keys = config.keys().get().credentials(attempt, permission);
      caller.connect();
      attempt.step("identity", () -> identify(keys));
      return;
    }
    AwsConfig.Role role = config.role().orElseThrow();
    AwsCredentials own = ownCredentials();
    caller.connect();
    AwsCredentials assumed = attempt.step("assume role", () -> assume(own, role));
    attempt.step("external id", () -> mustNeedExternalId(own, role));
    attempt.step("identity", () -> identify(assumed));
  }

  private AwsCredentials ownCredentials() throws StepFailed {
    if (server.isPresent()) {
      ServerIdentity own = server.get();
      return new AwsCredentials(
              own.accessKeyId(),
              own.secretAccessKey().revealText(permission),
              own.sessionToken().map(token -> token.revealText(permission)))
          .fitting(attempt);
    }
    return attempt.step(
        "own identity",
        () -> {
          throw new StepFailed(
              "this server has no AWS identity of its own with which it could assume a role",
              "Start it with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in its environment, or"
                  + " give the connection ACCESS KEY ID and SECRET ACCESS KEY.");
        });
  }

  private String externalId() {
    return "mz_" + environment + "_" + attempt.subject().id();
  }

  private static String sessionName(AwsConfig.Role role) {
    return role.sessionName().orElse("fairlead");
  }

  private AwsCredentials assume(AwsCredentials own, AwsConfig.Role role)
      throws StepFailed, IOException {
    StsAnswer answer =
        sts.assumeRole(own, role.arn(), sessionName(role), Optional.of(externalId()));
    if (answer.code().equals("AccessDenied")) {
      throw new StepFailed(
          "the role may not be assumed by this server",
          "The trust policy of " + role.arn() + " has to name this server's identity as principal,"
              + " with the condition that sts:ExternalId is " + externalId() + ".");
    }
    mustSucceed(answer, "the server's own AWS keys");
    Optional<String> id = answer.text("AccessKeyId");
    Optional<String> secret = answer.text("SecretAccessKey");
    if (id.isEmpty() || secret.isEmpty()) {
      throw notSts();
    }
    AwsCredentials given = new AwsCredentials(id.get(), secret.get(), answer.text("SessionToken"));
    if (!given.fits()) {
      throw notSts();
    }
    return given;
  }

  private boolean mustNeedExternalId(AwsCredentials own, AwsConfig.Role role)
      throws StepFailed, IOException {
    StsAnswer answer = sts.assumeRole(own, role.arn(), sessionName(role), Optional.empty());
    if (answer.succeeded()) {
      throw new StepFailed(
          "role trust policy does not require an external ID",
          "Whoever may use this server could assume " + role.arn() + ". Add the condition that"
              + " sts:ExternalId is " + externalId() + " to its trust policy.");
    }
    if (!answer.code().equals("AccessDenied")) {
      mustSucceed(answer, "the server's own AWS keys");
    }
    attempt.note("required");
    return true;
  }

  private boolean identify(AwsCredentials credentials) throws StepFailed, IOException {
    StsAnswer answer = sts.callerIdentity(credentials);
    mustSucceed(answer, "the access key");
    String arn =
        answer
            .text("Arn")
            .filter(text -> text.matches("arn:[A-Za-z0-9:/+=,.@_-]{1,400}"))
            .orElseThrow(Identity::notSts);
    attempt.note(arn);
    return true;
  }

  private static StepFailed notSts() {
    return new StepFailed(
        "the peer is no AWS Security Token Service", "Check ENDPOINT and REGION.");
  }

  /// @param whose keys were used
  private static void mustSucceed(StsAnswer answer, String whose) throws StepFailed {
    if (answer.succeeded()) {
      return;
    }
    throw switch (answer.code()) {
      case "InvalidClientTokenId", "UnrecognizedClientException" ->
          new StepFailed(
              whose + " is not known, or is not active",
              "Check ACCESS KEY ID and, for temporary keys, SESSION TOKEN.");
      case "SignatureDoesNotMatch" ->
          new StepFailed(
              "the signature made with " + whose + " is wrong",
              "Check SECRET ACCESS KEY, REGION and this server's clock.");
      case "ExpiredToken", "ExpiredTokenException" ->
          new StepFailed("the session token of " + whose + " has expired");
      case "AccessDenied" -> new StepFailed("AWS denies access to " + whose);
      case "RegionDisabledException" -> new StepFailed("the region is not active in the account");
      case "Throttling", "ThrottlingException" ->
          new StepFailed("AWS asks to come back later", "Try again in a moment.");
      case "" -> notSts();
      default ->
          new StepFailed(
              "AWS refused with " + answer.code() + " (status " + answer.status() + ")");
    };
  }
}

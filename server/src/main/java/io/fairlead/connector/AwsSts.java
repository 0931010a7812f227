package io.fairlead.connector;

import io.fairlead.base.Limits;
import io.fairlead.secret.Reveal;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The Security Token Service of AWS, or of whoever speaks its protocol, in one attempt.
public final class AwsSts {
  private static final String VERSION = "2011-06-15";

  private final Place place;
  private final Attempt attempt;
  private final InstantSource clock;
  private final HttpCaller caller;

  /// @param region for which the requests are signed
  public record Place(HttpAddress address, String region) {
    /// Without a region it is the one that serves all.
    public static Place amazon(Optional<AwsRegion> region) {
      return new Place(
          region
              .map(named -> named.address("sts"))
              .orElseGet(() -> HttpAddress.https("sts.amazonaws.com")),
          region.orElse(AwsRegion.INITIAL).name());
    }
  }

  /// @param tls how the service is recognised
  public AwsSts(
      Place place, Tls tls, Attempt attempt, Reveal permission, InstantSource clock) {
    this.place = place;
    this.attempt = attempt;
    this.clock = clock;
    this.caller = new HttpCaller(place.address(), Optional.empty(), tls, attempt, permission);
  }

  /// Has to come first.
  public void connect() throws StepFailed {
    caller.connect();
  }

  /// Who the credentials belong to; the step notes it.
  public void identify(AwsCredentials credentials) throws StepFailed {
    attempt.step("identity", () -> askWho(credentials));
  }

  private boolean askWho(AwsCredentials credentials) throws StepFailed, IOException {
    StsAnswer answer = ask(credentials, Map.of("Action", "GetCallerIdentity"));
    mustSucceed(answer, "the access key");
    String arn =
        answer
            .text("Arn")
            .filter(text -> text.matches("arn:[A-Za-z0-9:/+=,.@_-]{1,400}"))
            .orElseThrow(AwsSts::stranger);
    attempt.note(arn);
    return true;
  }

  /// @param whose the credentials are, for people
  AwsSession assume(AwsCredentials credentials, String whose, AwsRole role) throws StepFailed {
    return attempt.step("assume role", () -> askForKeys(credentials, whose, role));
  }

  private AwsSession askForKeys(AwsCredentials credentials, String whose, AwsRole role)
      throws StepFailed, IOException {
    Instant asked = clock.instant();
    StsAnswer answer = assumeRole(credentials, role);
    if (answer.code().equals("AccessDenied")) {
      throw new StepFailed(
              "the role may not be assumed with " + whose,
              "The trust policy of "
                  + role.arn()
                  + " has to name their owner as principal"
                  + role.externalId()
                      .map(id -> ", with the condition that sts:ExternalId is " + id + ".")
                      .orElse("."))
          .refusedCredential();
    }
    mustSucceed(answer, whose);
    Optional<String> id = answer.text("AccessKeyId");
    Optional<String> secret = answer.text("SecretAccessKey");
    if (id.isEmpty() || secret.isEmpty()) {
      throw stranger();
    }
    AwsCredentials given = new AwsCredentials(id.get(), secret.get(), answer.text("SessionToken"));
    if (!given.fits()) {
      throw stranger();
    }
    Instant end = asked.plus(Limits.ASSUMED_ROLE);
    return new AwsSession(given, expiration(answer).filter(end::isAfter).orElse(end));
  }

  private static Optional<Instant> expiration(StsAnswer answer) {
    try {
      return answer.text("Expiration").map(Instant::parse);
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  /// A role must be closed to those who do not name its external id: whoever may use this server
  /// could assume it.
  void mustNeedExternalId(AwsCredentials credentials, String whose, AwsRole role)
      throws StepFailed {
    attempt.step(
        "external id",
        () -> {
          StsAnswer answer = assumeRole(credentials, role.withoutExternalId());
          if (answer.succeeded()) {
            throw new StepFailed(
                "role trust policy does not require an external ID",
                "Whoever may use this server could assume "
                    + role.arn()
                    + ". Add the condition that sts:ExternalId is "
                    + role.externalId().orElseThrow()
                    + " to its trust policy.");
          }
          if (!answer.code().equals("AccessDenied")) {
            mustSucceed(answer, whose);
          }
          attempt.note("required");
          return true;
        });
  }

  private StsAnswer assumeRole(AwsCredentials credentials, AwsRole role)
      throws StepFailed, IOException {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("Action", "AssumeRole");
    parameters.put("RoleArn", role.arn());
    parameters.put("RoleSessionName", role.sessionName());
    parameters.put("DurationSeconds", String.valueOf(Limits.ASSUMED_ROLE.toSeconds()));
    role.externalId().ifPresent(id -> parameters.put("ExternalId", id));
    return ask(credentials, parameters);
  }

  private StsAnswer ask(AwsCredentials credentials, Map<String, String> parameters)
      throws StepFailed, IOException {
    String form =
        parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&", "Version=" + VERSION + "&", ""));
    HttpRequest request =
        HttpRequest.post(
            place.address().target("/"), "application/x-www-form-urlencoded; charset=utf-8", form);
    AwsSignature signature = new AwsSignature(credentials, place.region(), clock);
    return StsAnswer.of(caller.call(signature.sign("sts", place.address(), request)));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static StepFailed stranger() {
    return new StepFailed(
        "the peer is no AWS Security Token Service", "Check ENDPOINT and REGION.");
  }

  private static void mustSucceed(StsAnswer answer, String whose) throws StepFailed {
    if (answer.succeeded()) {
      return;
    }
    throw switch (answer.code()) {
      case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId" ->
          new StepFailed(
                  whose + " is not known, or is not active",
                  "Check ACCESS KEY ID and, for temporary keys, SESSION TOKEN.")
              .refusedCredential();
      case "SignatureDoesNotMatch" ->
          new StepFailed(
                  "the signature made with " + whose + " is wrong",
                  "Check SECRET ACCESS KEY, REGION and this server's clock.")
              .refusedCredential();
      case "ExpiredToken", "ExpiredTokenException" ->
          new StepFailed("the session token of " + whose + " has expired").refusedCredential();
      case "AccessDenied" ->
          new StepFailed("AWS denies access to " + whose).refusedCredential();
      case "RegionDisabledException" -> new StepFailed("the region is not active in the account");
      case "Throttling", "ThrottlingException" ->
          new StepFailed("AWS asks to come back later", "Try again in a moment.").withoutAnswer();
      case "" -> stranger();
      default -> refused(answer);
    };
  }

  private static StepFailed refused(StsAnswer answer) {
    StepFailed failed =
        new StepFailed("AWS refused with " + answer.code() + " (status " + answer.status() + ")");
    return answer.status() >= 500 ? failed.withoutAnswer() : failed;
  }
}

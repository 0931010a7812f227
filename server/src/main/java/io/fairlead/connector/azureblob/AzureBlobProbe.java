package io.fairlead.connector.azureblob;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.CredentialFields;
import io.fairlead.connector.HttpCaller;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.XmlTexts;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Lists at most one blob of the container, which a loader must be able to do, and changes nothing.
final class AzureBlobProbe {
  private static final String VERSION = "2021-12-02";

  /// Two digits of a day, which the JDK's own format does not have.
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final AzureBlobConfig config;
  private final Attempt attempt;
  private final Reveal permission;
  private final InstantSource clock;
  private final Tls tls;

  AzureBlobProbe(
      AzureBlobConfig config,
      Attempt attempt,
      Reveal permission,
      InstantSource clock,
      Tls tls) {
    this.config = config;
    this.attempt = attempt;
    this.permission = permission;
    this.clock = clock;
    this.tls = tls;
  }

  void run() throws StepFailed {
    RequestSigner signer = signer();
    HttpCaller caller =
        new HttpCaller(config.address(), Optional.empty(), tls, attempt, permission);
    caller.connect();
    attempt.step("list container", () -> list(caller, signer));
  }

  private RequestSigner signer() throws StepFailed {
    if (config.signer().isPresent()) {
      return attempt.signer(config.signer().get());
    }
    if (config.credential().isPresent()) {
      return inside(config.credential().get());
    }
    if (config.accountKey().isPresent()) {
      return key(text(config.accountKey().get()));
    }
    return config.sasToken().isPresent()
        ? token(text(config.sasToken().get()))
        : RequestSigner.NOBODY;
  }

  private String text(OptionValue.SecretUse use) {
    try (SecretBytes value = attempt.secret(use)) {
      return value.revealText(permission);
    }
  }

  private RequestSigner inside(OptionValue.SecretUse credential) throws StepFailed {
    CredentialFields fields = CredentialFields.read(attempt, credential, permission);
    Optional<String> key = fields.field("account_key");
    if (key.isPresent()) {
      return key(key.get());
    }
    Optional<String> token = fields.field("sas_token");
    if (token.isPresent()) {
      return token(token.get());
    }
    throw failed(
        new StepFailed(
            "the credential holds neither an account key nor a SAS token",
            "It must be JSON with account_key or sas_token."));
  }

  private RequestSigner key(String base64) throws StepFailed {
    SharedKey key;
    try {
      key = SharedKey.read(config.account(), base64);
    } catch (StepFailed wrong) {
      throw failed(wrong);
    }
    return (_, _, request) ->
        request.with(
            "Authorization",
            key.authorization(
                config.address().target("/" + config.container()),
                microsoftHeaders(request),
                query()));
  }

  private RequestSigner token(String text) throws StepFailed {
    String token = text.strip().replaceFirst("^\\?", "");
    if (!token.matches("[A-Za-z0-9%=&._~:+/-]+") || !token.contains("sig=")) {
      throw failed(
          new StepFailed(
              "the SAS token is not one: it has no signature, or characters that none can have"));
    }
    if (!config.address().encrypted()) {
      throw failed(
          new StepFailed(
              "a SAS token is not sent without TLS",
              "Set ENDPOINT to an address that begins with https."));
    }
    return (_, _, request) -> signed(request, token);
  }

  private static HttpRequest signed(HttpRequest request, String token) {
    return new HttpRequest(
        request.method(), request.target() + "&" + token, request.headers(), request.body());
  }

  private StepFailed failed(StepFailed failure) throws StepFailed {
    return attempt.step(
        "credential",
        () -> {
          throw failure;
        });
  }

  private SortedMap<String, String> query() {
    SortedMap<String, String> query =
        new TreeMap<>(Map.of("comp", "list", "maxresults", "1", "restype", "container"));
    if (!config.prefix().isEmpty()) {
      query.put("prefix", config.prefix());
    }
    return query;
  }

  private static SortedMap<String, String> microsoftHeaders(HttpRequest request) {
    SortedMap<String, String> found = new TreeMap<>();
    request.headers().forEach((name, value) -> found.put(name.toLowerCase(Locale.ROOT), value));
    found.keySet().removeIf(name -> !name.startsWith("x-ms-"));
    return found;
  }

  private boolean list(HttpCaller caller, RequestSigner signer) throws StepFailed, IOException {
    String query =
        query().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + PercentEncoding.of(entry.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest request =
        HttpRequest.get(config.address().target("/" + config.container()) + "?" + query)
            .with("x-ms-date", DATE.format(clock.instant()))
            .with("x-ms-version", VERSION);
    HttpResponse response = caller.call(signer.sign("storage", config.address(), request));
    XmlTexts answer =
        XmlTexts.read(response.body()).orElseThrow(() -> notAzure(response.status()));
    if (response.status() != 200) {
      throw refused(response.status(), answer);
    }
    if (!answer.has("EnumerationResults")) {
      throw notAzure(response.status());
    }
    attempt.note(answer.has("Blob") ? "readable" : "readable, nothing there");
    return true;
  }

  private static StepFailed notAzure(int status) {
    return new StepFailed(
        "the peer is no Azure blob storage (status " + status + ")",
        "Check ACCOUNT NAME and ENDPOINT.");
  }

  private StepFailed refused(int status, XmlTexts answer) {
    return switch (answer.code()) {
      case "AuthenticationFailed", "InvalidAuthenticationInfo" ->
          new StepFailed(
                  "the account does not accept the credential",
                  "The key or token may be wrong, replaced or expired, or this server's clock be"
                      + " wrong.")
              .refusedCredential();
      case "AuthorizationFailure", "AuthorizationPermissionMismatch", "AccountIsDisabled" ->
          new StepFailed(
              "container \"" + config.container() + "\" may not be listed",
              "The credential needs the right to list, and the account's firewall to let this"
                  + " server in.");
      case "NoAuthenticationInformation", "PublicAccessNotPermitted" ->
          new StepFailed(
              "the container is not open to everybody", "Set CREDENTIAL to the account's.");
      case "ContainerNotFound", "ResourceNotFound" ->
          new StepFailed(
              "container \"" + config.container() + "\" does not exist",
              "A container that is not open to everybody looks the same without a credential.");
      case "ServerBusy" ->
          new StepFailed("the service asks to come back later", "Try again in a moment.");
      case "" -> notAzure(status);
      default ->
          new StepFailed(
              "the service refused with " + answer.code() + " (status " + status + ")");
    };
  }
}

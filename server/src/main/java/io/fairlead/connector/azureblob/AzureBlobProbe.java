package io.fairlead.connector.azureblob;

import io.fairlead.connector.Attempt;
import io.fairlead.connector.CredentialFields;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.model.OptionValue;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

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
    try (HttpLine line = line()) {
      AzureBlobLink link = link(signer, line);
      String what = config.container().isEmpty() ? "list containers" : "list container";
      attempt.step(what, () -> link.probe(attempt));
    }
  }

  AzureBlobLink open() throws StepFailed {
    AzureBlobLink link = link();
    attempt.step("list container", () -> link.prove(attempt));
    link.keep(attempt);
    return link;
  }

  AzureBlobLink openUnproven() throws StepFailed {
    AzureBlobLink link = link();
    link.keep(attempt);
    return link;
  }

  private AzureBlobLink link() throws StepFailed {
    if (config.container().isEmpty()) {
      throw new StepFailed(
          "the connection names no container",
          "Set CONTAINER, or use the connection with a location such as"
              + " azblob://container/folder/.");
    }
    RequestSigner signer = signer();
    HttpLine line = line();
    return link(signer, line);
  }

  private HttpLine line() throws StepFailed {
    return HttpLine.open(config.address(), tls, attempt, permission);
  }

  private AzureBlobLink link(RequestSigner signer, HttpLine line) {
    boolean isAnonymous =
        config.signer().isEmpty()
            && config.credential().isEmpty()
            && config.accountKey().isEmpty()
            && config.sasToken().isEmpty();
    return new AzureBlobLink(
        config,
        (service, address, request) -> signer.sign(service, address, dated(request)),
        isAnonymous,
        line);
  }

  private HttpRequest dated(HttpRequest request) {
    return request
        .with("x-ms-date", DATE.format(clock.instant()))
        .with("x-ms-version", VERSION);
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
    return (_, _, request) -> request.with("Authorization", key.authorization(request));
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
        request.method(),
        request.target() + (request.target().indexOf('?') < 0 ? "?" : "&") + token,
        request.headers(),
        request.body());
  }

  private StepFailed failed(StepFailed failure) throws StepFailed {
    return attempt.step(
        "credential",
        () -> {
          throw failure;
        });
  }
}

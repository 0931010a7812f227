package io.fairlead.connector.azureblob;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAnswer;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.HttpObjectLink;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.ObjectParts;
import io.fairlead.connector.PercentEncoding;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.XmlTexts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// Block blobs in a container. What is larger than a part is put in blocks, which are no part of the
/// blob before their list is put; blocks of a broken upload are thrown away by the service.
final class AzureBlobLink extends HttpObjectLink {
  private static final long MOST_BLOCKS = 50_000;

  private final AzureBlobConfig config;
  private final RequestSigner signer;
  private final boolean isAnonymous;

  AzureBlobLink(
      AzureBlobConfig config, RequestSigner signer, boolean isAnonymous, HttpLine line) {
    super(line);
    this.config = config;
    this.signer = signer;
    this.isAnonymous = isAnonymous;
  }

  /// Proves that the account knows who asks. A right that is missing is told by what needs it.
  boolean prove(Attempt attempt) throws StepFailed {
    HttpResponse answer = asked(listTarget("", Optional.empty(), 1), attempt.deadline());
    boolean known =
        !isAnonymous && code(answer).filter(AzureBlobLink::isRight).isPresent();
    attempt.note(known ? "the credential is known, and may not list" : "readable");
    return known || !page(answer, "").entries().isEmpty();
  }

  /// Lists at most one blob; without a container, at most one container.
  boolean probe(Attempt attempt) throws StepFailed {
    if (config.container().isEmpty()) {
      String target = config.address().target("/?comp=list&maxresults=1");
      HttpResponse answer = asked(target, attempt.deadline());
      if (answer.status() != 200 && code(answer).filter(AzureBlobLink::isRight).isEmpty()) {
        throw refused(answer, "listed");
      }
      attempt.note("the credential is known; no container to try");
      return true;
    }
    Page page = list("", Optional.empty(), 1, attempt.deadline());
    attempt.note(page.entries().isEmpty() ? "readable, nothing there" : "readable");
    return true;
  }

  private static boolean isRight(String code) {
    return code.equals("AuthorizationFailure")
        || code.equals("AuthorizationPermissionMismatch")
        || code.equals("AuthorizationResourceTypeMismatch");
  }

  @Override
  protected HttpRequest signed(HttpRequest request) throws StepFailed {
    return signed(signer, "storage", request);
  }

  private HttpResponse asked(String target, Deadline deadline) throws StepFailed {
    return ask(HttpRequest.get(target), deadline).whole();
  }

  private String container() {
    return config.address().target("/" + config.container());
  }

  private String target(String name) {
    return container() + "/" + PercentEncoding.ofPath(config.prefix() + name);
  }

  private String listTarget(String prefix, Optional<String> after, int most) {
    String full = config.prefix() + prefix;
    return container()
        + "?comp=list&restype=container&maxresults="
        + Math.clamp(most, 1, 1000)
        + after.map(marker -> "&marker=" + PercentEncoding.of(marker)).orElse("")
        + (full.isEmpty() ? "" : "&prefix=" + PercentEncoding.of(full));
  }

  @Override
  public Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    return page(asked(listTarget(prefix, after, most), deadline), prefix);
  }

  private Page page(HttpResponse answer, String prefix) throws StepFailed {
    if (answer.status() != 200) {
      throw refused(answer, "listed");
    }
    XmlTexts told = XmlTexts.read(answer.body()).orElseThrow(() -> notAzure(answer.status()));
    if (!told.has("EnumerationResults")) {
      throw notAzure(answer.status());
    }
    List<Entry> entries = new ArrayList<>();
    for (XmlTexts row : XmlTexts.rows(answer.body(), "Blob").orElse(List.of())) {
      String name = row.texts().getOrDefault("Name", "");
      if (!name.startsWith(config.prefix() + prefix)) {
        throw notAzure(answer.status());
      }
      // Accounts with a hierarchy of names list folders as well.
      if (!row.text("ResourceType").orElse("").equals("directory")) {
        entries.add(
            new Entry(
                name.substring(config.prefix().length()),
                bytes(row.text("Content-Length")),
                bare(row.text("Etag").orElse("")),
                time(row.text("Last-Modified"))));
      }
    }
    return new Page(entries, told.text("NextMarker"));
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) throws StepFailed {
    HttpRequest request = new HttpRequest("HEAD", target(name), new TreeMap<>(), new byte[0]);
    HttpResponse answer = ask(request, deadline).whole();
    return switch (answer.status()) {
      case 200 ->
          Optional.of(
              entry(name, answer, Optional.ofNullable(answer.headers().get("Content-Length"))));
      case 404 -> Optional.empty();
      default -> throw refused(answer, "read");
    };
  }

  private static Entry entry(String name, HttpResponse answer, Optional<String> length)
      throws StepFailed {
    return new Entry(
        name,
        bytes(length),
        bare(answer.headers().getOrDefault("ETag", "")),
        time(Optional.ofNullable(answer.headers().get("Last-Modified"))));
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    if (count == 0) {
      return;
    }
    HttpRequest request = ranged(HttpRequest.get(target(name)), offset, count);
    HttpAnswer answer =
        ask(etag.isEmpty() ? request : request.with("If-Match", "\"" + etag + "\""), deadline);
    switch (answer.status()) {
      case 200, 206 -> copyRange(answer, line, offset, count, to);
      case 412, 416 -> {
        var _ = answer.whole();
        throw new Gone("the blob has changed");
      }
      case 404 -> {
        HttpResponse told = answer.whole();
        if (code(told).filter("ContainerNotFound"::equals).isPresent()) {
          throw refused(told, "read");
        }
        throw new Gone("the blob is not there");
      }
      default -> throw refused(answer.whole(), "read");
    }
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    String target = target(name);
    HttpResponse answer;
    if (bytes <= Limits.OBJECT_PART_BYTES) {
      byte[] content = ObjectParts.next(from, bytes);
      answer = ask(put(target, content).with("x-ms-blob-type", "BlockBlob"), deadline).whole();
    } else {
      byte[] blocks = blocks(target, from, bytes, deadline);
      answer = ask(put(target + "?comp=blocklist", blocks), deadline).whole();
    }
    if (answer.status() != 201) {
      throw refused(answer, "written");
    }
    return entry(name, answer, Optional.of(Long.toString(bytes)));
  }

  private static HttpRequest put(String target, byte[] content) {
    return new HttpRequest("PUT", target, new TreeMap<>(), content);
  }

  private byte[] blocks(String target, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    long size = ObjectParts.size(bytes, MOST_BLOCKS);
    StringBuilder list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
    long left = bytes;
    for (int number = 0; left > 0; number++) {
      byte[] part = ObjectParts.next(from, Math.min(left, size));
      String text = String.format(Locale.ROOT, "%08d", number);
      String id =
          Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
      String block = target + "?blockid=" + PercentEncoding.of(id) + "&comp=block";
      HttpResponse answer = ask(put(block, part), deadline).whole();
      if (answer.status() != 201) {
        throw refused(answer, "written");
      }
      list.append("<Latest>").append(id).append("</Latest>");
      left -= part.length;
    }
    return list.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void delete(String name, Deadline deadline) throws StepFailed {
    HttpResponse answer = ask(HttpRequest.delete(target(name)), deadline).whole();
    if (answer.status() / 100 != 2 && answer.status() != 404) {
      throw refused(answer, "written");
    }
  }

  /// What went wrong, in the words of the service: in a header, or in the body.
  private static Optional<String> code(HttpResponse answer) {
    return Optional.ofNullable(answer.headers().get("x-ms-error-code"))
        .or(() -> XmlTexts.read(answer.body()).map(XmlTexts::code))
        .filter(code -> code.matches("[A-Za-z]{1,64}"));
  }

  private static StepFailed notAzure(int status) {
    StepFailed failed =
        new StepFailed(
            "the peer is no Azure blob storage (status " + status + ")",
            "Check ACCOUNT NAME and ENDPOINT.");
    return status >= 500 ? failed.withoutAnswer() : failed;
  }

  private StepFailed refused(HttpResponse answer, String operation) {
    String code = code(answer).orElse("");
    return switch (code) {
      case "AuthenticationFailed", "InvalidAuthenticationInfo" ->
          new StepFailed(
                  "the account does not accept the credential",
                  "The key or token may be wrong, replaced or expired, or this server's clock be"
                      + " wrong.")
              .refusedCredential();
      case "AuthorizationFailure",
              "AuthorizationPermissionMismatch",
              "AuthorizationResourceTypeMismatch",
              "AccountIsDisabled" ->
          new StepFailed(
              "container \"" + config.container() + "\" may not be " + operation,
              "The credential needs the right to it, and the account's firewall to let this server"
                  + " in.");
      case "NoAuthenticationInformation", "PublicAccessNotPermitted" ->
          new StepFailed(
              "the container is not open to everybody", "Set CREDENTIAL to the account's.");
      case "ContainerNotFound", "ResourceNotFound" ->
          new StepFailed(
              "container \"" + config.container() + "\" does not exist",
              "A container that is not open to everybody looks the same without a credential.");
      case "ServerBusy", "InternalError", "OperationTimedOut" ->
          new StepFailed("the service asks to come back later", "Try again in a moment.")
              .withoutAnswer();
      case "" -> notAzure(answer.status());
      default ->
          new StepFailed(
              "the service refused with " + code + " (status " + answer.status() + ")");
    };
  }
}

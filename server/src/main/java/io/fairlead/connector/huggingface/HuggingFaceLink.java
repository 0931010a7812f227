package io.fairlead.connector.huggingface;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.HttpAnswer;
import io.fairlead.connector.HttpLine;
import io.fairlead.connector.HttpObjectLink;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.OtherHosts;
import io.fairlead.connector.Redirect;
import io.fairlead.connector.RequestSigner;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.WebLink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Files of a repository. The hub says which there are, and by the hash of its content which one each
/// is; small ones it sends by itself, for the others it names another host at each read.
final class HuggingFaceLink extends HttpObjectLink {
  private static final Pattern NEXT = Pattern.compile("<([^<>]+)>\\s*;\\s*rel=\"next\"");
  private static final Pattern CURSOR = Pattern.compile("[?&]cursor=([A-Za-z0-9%._~+/=:-]+)");

  private final HuggingFaceConfig config;
  private final RequestSigner signer;
  private final OtherHosts otherHosts;

  HuggingFaceLink(
      HuggingFaceConfig config, RequestSigner signer, HttpLine line, OtherHosts otherHosts) {
    super(line);
    this.config = config;
    this.signer = signer;
    this.otherHosts = otherHosts;
  }

  /// Lists at most one file.
  boolean prove(Attempt attempt) throws StepFailed {
    Page page = list("", Optional.empty(), 1, attempt.deadline());
    attempt.note(page.entries().isEmpty() ? "readable, nothing there" : "readable");
    return true;
  }

  /// Asks whose token it is, which needs no repository.
  boolean identify(Attempt attempt) throws StepFailed {
    HttpRequest request = HttpRequest.get(config.hub().target("/api/whoami-v2"));
    HttpResponse answer = told(request, attempt.deadline()).answer().whole();
    if (answer.status() != 200) {
      throw refused(answer.status(), "");
    }
    attempt.note("the token is known; no repository to try");
    return true;
  }

  /// What the hub itself has said.
  ///
  /// @param elsewhere where it has sent the reader; then there is nothing more of the answer to read
  private record Told(HttpAnswer answer, Optional<Redirect> elsewhere) {
    String error() {
      return answer.header("X-Error-Code").orElse("");
    }

    boolean isThere() {
      return answer.status() == 200 || answer.status() == 206 || elsewhere.isPresent();
    }

    /// The hash of the content, of the file itself where the repository holds a pointer to it.
    String etag() {
      return bare(answer.header("X-Linked-Etag").or(() -> answer.header("ETag")).orElse(""));
    }
  }

  /// Asks the hub, also where it answers on another of its paths, as for a repository that has moved.
  private Told told(HttpRequest request, Deadline deadline) throws StepFailed {
    HttpRequest next = request;
    for (int redirects = 0; redirects <= Limits.HTTP_REDIRECTS; redirects++) {
      HttpAnswer answer = line.send(signed(next), deadline);
      Optional<String> location = answer.header("Location");
      if (answer.status() / 100 != 3 || location.isEmpty()) {
        return new Told(answer, Optional.empty());
      }
      var _ = answer.whole();
      Redirect redirect = Redirect.read(line.address(), location.get());
      if (!redirect.isTo(line.address())) {
        return new Told(answer, Optional.of(redirect));
      }
      next = new HttpRequest(next.method(), redirect.target(), next.headers(), next.body());
    }
    throw new StepFailed("the hub sends the request on and on");
  }

  @Override
  protected HttpRequest signed(HttpRequest request) throws StepFailed {
    return signed(signer, "hf", request);
  }

  @Override
  public Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    String full = config.prefix() + prefix;
    String folder = full.substring(0, Math.max(full.lastIndexOf('/'), 0));
    String target =
        config.tree(folder)
            + "?recursive=true&limit="
            + Math.clamp(most, 1, 1000)
            + after.map(cursor -> "&cursor=" + cursor).orElse("");
    Told told = told(HttpRequest.get(target), deadline);
    if (told.elsewhere().isPresent()) {
      throw notHub(told.answer().status());
    }
    HttpResponse answer = told.answer().whole();
    if (answer.status() == 404 && told.error().equals("EntryNotFound")) {
      return new Page(List.of(), Optional.empty());
    }
    if (answer.status() != 200 || !answer.json().isArray()) {
      throw refused(answer.status(), told.error());
    }
    return new Page(entries(answer.json(), folder, full), next(told.answer()));
  }

  private List<Entry> entries(JsonNode list, String folder, String full) throws StepFailed {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode item : list) {
      String path = item.path("path").asString("");
      if (!path.startsWith(folder)) {
        throw notHub(200);
      }
      if (item.path("type").asString("").equals("file") && path.startsWith(full)) {
        JsonNode file = item.path("lfs").isObject() ? item.path("lfs") : item;
        entries.add(
            new Entry(
                path.substring(config.prefix().length()),
                bytes(Optional.of(file.path("size").asString(""))),
                file.path("oid").asString(""),
                Instant.EPOCH));
      }
    }
    return entries;
  }

  /// The cursor of the next page, encoded as it came.
  private static Optional<String> next(HttpAnswer answer) throws StepFailed {
    Matcher link = NEXT.matcher(answer.header("Link").orElse(""));
    if (!link.find()) {
      return Optional.empty();
    }
    Matcher cursor = CURSOR.matcher(link.group(1));
    if (!cursor.find()) {
      throw notHub(200);
    }
    return Optional.of(cursor.group(1));
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) throws StepFailed {
    String target = config.file(config.prefix() + name);
    Told told = told(new HttpRequest("HEAD", target, new TreeMap<>(), new byte[0]), deadline);
    if (told.elsewhere().isEmpty()) {
      var _ = told.answer().whole();
    }
    if (!told.isThere()) {
      return missing(told);
    }
    Optional<String> length = told.answer().header("X-Linked-Size");
    return Optional.of(
        new Entry(
            name,
            bytes(
                told.elsewhere().isPresent()
                    ? length
                    : length.or(() -> told.answer().header("Content-Length"))),
            told.etag(),
            Instant.EPOCH));
  }

  private Optional<Entry> missing(Told told) throws StepFailed {
    if (told.answer().status() == 404 && told.error().equals("EntryNotFound")) {
      return Optional.empty();
    }
    throw refused(told.answer().status(), told.error());
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    if (count == 0) {
      return;
    }
    String target = config.file(config.prefix() + name);
    Told told = told(ranged(HttpRequest.get(target), offset, count), deadline);
    if (!told.isThere()) {
      int status = told.answer().whole().status();
      if (status == 416 || missing(told).isEmpty()) {
        throw new Gone(status == 416 ? "the file has changed" : "the file is not there");
      }
    }
    if (!etag.isEmpty() && !etag.equals(told.etag())) {
      if (told.elsewhere().isEmpty()) {
        line.close();
      }
      throw new Gone("the file has changed");
    }
    if (told.elsewhere().isPresent()) {
      readElsewhere(told.elsewhere().get(), offset, count, to, deadline);
    } else {
      copyRange(told.answer(), line, offset, count, to);
    }
  }

  /// Reads where the hub has sent us, with nothing that says who we are.
  private void readElsewhere(
      Redirect redirect, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    HttpLine other = otherHosts.line(redirect.address(), deadline);
    boolean whole = false;
    try {
      HttpAnswer answer =
          other.send(ranged(HttpRequest.get(redirect.target()), offset, count), deadline);
      if (answer.status() == 200 || answer.status() == 206) {
        copyRange(answer, other, offset, count, to);
      } else {
        int status = answer.whole().status();
        if (status == 416) {
          throw new Gone("the file has changed");
        }
        // Its signature may have run out; the hub gives another one.
        throw new StepFailed(
                "the host that the hub sends readers to refused with status " + status)
            .withoutAnswer();
      }
      whole = true;
    } finally {
      if (!whole && !other.isOpen()) {
        close();
      }
    }
  }

  private StepFailed refused(int status, String error) {
    String repository = "repository \"" + config.repository() + "\"";
    return switch (status) {
      case 401 ->
          config.token().isPresent()
              ? new StepFailed("the hub does not accept the token").refusedCredential()
              : new StepFailed(
                  repository + " does not exist, or is not open to everybody",
                  "Set TOKEN to an access token of the hub.");
      case 403 ->
          new StepFailed(
              repository + " may not be read",
              error.equals("GatedRepo")
                  ? "Its owner wants conditions to be accepted on the hub first."
                  : "The token needs the right to read it.");
      case 404 ->
          error.equals("RevisionNotFound")
              ? new StepFailed(repository + " has no revision \"" + config.revision() + "\"")
              : new StepFailed(repository + " does not exist, or the token may not see it");
      case 429, 500, 502, 503, 504 ->
          new StepFailed("the hub asks to come back later", "Try again in a moment.")
              .withoutAnswer();
      default -> notHub(status);
    };
  }

  private static StepFailed notHub(int status) {
    return new StepFailed(
        "the peer is no hub of Hugging Face (status " + status + ")", "Check ENDPOINT.");
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed {
    throw WebLink.readOnly();
  }

  @Override
  public void delete(String name, Deadline deadline) throws StepFailed {
    throw WebLink.readOnly();
  }

  @Override
  public void abort() {
    super.abort();
    otherHosts.abort();
  }

  @Override
  public void close() {
    super.close();
    otherHosts.close();
  }
}

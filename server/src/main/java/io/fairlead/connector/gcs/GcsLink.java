package io.fairlead.connector.gcs;

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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Objects in Google Cloud Storage, over its JSON API. The generation of an object is its etag.
final class GcsLink extends HttpObjectLink {
  private final GcsConfig config;
  private final RequestSigner signer;

  GcsLink(GcsConfig config, RequestSigner signer, HttpLine line) {
    super(line);
    this.config = config;
    this.signer = signer;
  }

  /// Proves that Google knows who asks. A right that is missing is told by what needs it.
  boolean prove(Attempt attempt) throws StepFailed {
    HttpResponse answer = asked(listTarget("", Optional.empty(), 1), attempt.deadline());
    if (answer.status() == 403 && !isAnonymous()) {
      attempt.note("signed in, and may not list");
      return false;
    }
    page(answer, "");
    attempt.note("readable");
    return true;
  }

  /// Lists at most one object.
  boolean probe(Attempt attempt) throws StepFailed {
    Page page = list("", Optional.empty(), 1, attempt.deadline());
    attempt.note(page.entries().isEmpty() ? "readable, nothing there" : "readable");
    return true;
  }

  private boolean isAnonymous() {
    return config.key().isEmpty() && config.signer().isEmpty();
  }

  @Override
  protected HttpRequest signed(HttpRequest request) throws StepFailed {
    return signed(signer, "storage", request);
  }

  private HttpResponse asked(String target, Deadline deadline) throws StepFailed {
    return ask(HttpRequest.get(target), deadline).whole();
  }

  private String objects() {
    return config.address().target("/storage/v1/b/" + config.bucket() + "/o");
  }

  private String target(String name) {
    return objects() + "/" + PercentEncoding.of(config.prefix() + name);
  }

  private String listTarget(String prefix, Optional<String> after, int most) {
    String full = config.prefix() + prefix;
    return objects()
        + "?maxResults="
        + Math.clamp(most, 1, 1000)
        + after.map(token -> "&pageToken=" + PercentEncoding.of(token)).orElse("")
        + (full.isEmpty() ? "" : "&prefix=" + PercentEncoding.of(full));
  }

  @Override
  public Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    return page(asked(listTarget(prefix, after, most), deadline), prefix);
  }

  private Page page(HttpResponse answer, String prefix) throws StepFailed {
    if (answer.status() != 200) {
      throw refused(answer.status(), "listed");
    }
    JsonNode list = answer.json();
    if (!list.path("kind").asString("").equals("storage#objects")) {
      throw notGoogle(answer.status());
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode item : list.path("items")) {
      if (!item.path("name").asString("").startsWith(config.prefix() + prefix)) {
        throw notGoogle(answer.status());
      }
      entries.add(entry(item));
    }
    return new Page(
        entries,
        Optional.of(list.path("nextPageToken").asString("")).filter(token -> !token.isEmpty()));
  }

  private Entry entry(JsonNode item) throws StepFailed {
    String generation = item.path("generation").asString("");
    if (!generation.matches("\\d{1,20}")) {
      throw notGoogle(200);
    }
    return new Entry(
        item.path("name").asString("").substring(config.prefix().length()),
        bytes(Optional.of(item.path("size").asString(""))),
        generation,
        isoTime(Optional.of(item.path("updated").asString(""))));
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) throws StepFailed {
    HttpResponse answer = asked(target(name), deadline);
    return switch (answer.status()) {
      case 200 -> Optional.of(entry(named(answer, name)));
      case 404 -> Optional.empty();
      default -> throw refused(answer.status(), "read");
    };
  }

  /// The description of an object, which must be the one that was asked for.
  private JsonNode named(HttpResponse answer, String name) throws StepFailed {
    JsonNode item = answer.json();
    if (!item.path("name").asString("").equals(config.prefix() + name)) {
      throw notGoogle(answer.status());
    }
    return item;
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    if (count == 0) {
      return;
    }
    String match = etag.isEmpty() ? "" : "&ifGenerationMatch=" + PercentEncoding.of(etag);
    // Else an object that is stored compressed would come unpacked, whatever was asked for.
    HttpRequest request =
        HttpRequest.get(target(name) + "?alt=media" + match).with("Accept-Encoding", "gzip");
    HttpAnswer answer = ask(ranged(request, offset, count), deadline);
    switch (answer.status()) {
      case 200, 206 -> copyRange(answer, line, offset, count, to);
      case 404, 412, 416 -> {
        int status = answer.whole().status();
        throw new Gone(status == 404 ? "the object is not there" : "the object has changed");
      }
      default -> throw refused(answer.whole().status(), "read");
    }
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    String upload =
        config.address().target("/upload/storage/v1/b/" + config.bucket() + "/o")
            + "?name="
            + PercentEncoding.of(config.prefix() + name)
            + "&uploadType=";
    if (bytes > Limits.OBJECT_PART_BYTES) {
      return inParts(upload + "resumable", name, from, bytes, deadline);
    }
    byte[] content = ObjectParts.next(from, bytes);
    return made(sent("POST", upload + "media", content, "", deadline), name);
  }

  private HttpResponse sent(
      String method, String target, byte[] content, String range, Deadline deadline)
      throws StepFailed {
    HttpRequest request = new HttpRequest(method, target, new TreeMap<>(), content);
    return ask(
            range.isEmpty()
                ? request.with("Content-Type", "application/octet-stream")
                : request.with("Content-Range", range),
            deadline)
        .whole();
  }

  private Entry made(HttpResponse answer, String name) throws StepFailed {
    if (answer.status() != 200 && answer.status() != 201) {
      throw refused(answer.status(), "written");
    }
    return entry(named(answer, name));
  }

  private Entry inParts(
      String begin, String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    HttpResponse begun = sent("POST", begin, new byte[0], "", deadline);
    if (begun.status() != 200) {
      throw refused(begun.status(), "written");
    }
    String session = session(begun);
    boolean complete = false;
    try {
      for (long at = 0; ; ) {
        byte[] part = ObjectParts.next(from, Math.min(bytes - at, Limits.OBJECT_PART_BYTES));
        String range = "bytes " + at + "-" + (at + part.length - 1) + "/" + bytes;
        HttpResponse answer = sent("PUT", session, part, range, deadline);
        at += part.length;
        if (at == bytes) {
          Entry entry = made(answer, name);
          complete = true;
          return entry;
        }
        mustHaveTaken(answer, at);
      }
    } finally {
      if (!complete) {
        abandon(session, deadline);
      }
    }
  }

  /// The service may take less than it was sent; it says so, and then it is not for us.
  private void mustHaveTaken(HttpResponse answer, long bytes) throws StepFailed {
    if (answer.status() != 308) {
      throw refused(answer.status(), "written");
    }
    if (!answer.headers().getOrDefault("Range", "").equals("bytes=0-" + (bytes - 1))) {
      throw new StepFailed("the service has not taken all of a part").withoutAnswer();
    }
  }

  /// Where the parts go: at the service itself, or nowhere.
  private String session(HttpResponse begun) throws StepFailed {
    String location = begun.headers().getOrDefault("Location", "");
    String origin = config.address().origin();
    if (!location.startsWith(origin + "/") || !HttpRequest.fits(location)) {
      throw new StepFailed("the service wants the upload to go elsewhere");
    }
    return location.substring(origin.length()).replace(" ", "%20");
  }

  private void abandon(String session, Deadline deadline) {
    if (line.isOpen()) {
      try {
        ask(HttpRequest.delete(session), deadline).whole();
      } catch (StepFailed unreachable) {
        line.close();
      }
    }
  }

  @Override
  public void delete(String name, Deadline deadline) throws StepFailed {
    HttpResponse answer = ask(HttpRequest.delete(target(name)), deadline).whole();
    if (answer.status() / 100 != 2 && answer.status() != 404) {
      throw refused(answer.status(), "written");
    }
  }

  private StepFailed refused(int status, String operation) {
    String bucket = "bucket \"" + config.bucket() + "\"";
    return switch (status) {
      case 401 ->
          isAnonymous()
              ? new StepFailed(
                  bucket + " is not open to everybody", "Set CREDENTIAL to a service account's key.")
              : new StepFailed("Google does not accept the token").refusedCredential();
      case 403 -> new StepFailed(bucket + " may not be " + operation, right(operation));
      case 404 -> new StepFailed(bucket + " does not exist");
      case 429, 500, 502, 503, 504 ->
          new StepFailed("the service asks to come back later", "Try again in a moment.")
              .withoutAnswer();
      default -> notGoogle(status);
    };
  }

  private static String right(String operation) {
    return "The service account needs the right storage.objects."
        + switch (operation) {
          case "listed" -> "list.";
          case "read" -> "get.";
          default -> "create and storage.objects.delete.";
        };
  }

  private static StepFailed notGoogle(int status) {
    return new StepFailed(
        "the peer is no Google Cloud Storage (status " + status + ")", "Check ENDPOINT.");
  }
}

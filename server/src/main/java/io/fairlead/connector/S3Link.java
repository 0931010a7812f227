package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Objects in a service that speaks the protocol of Amazon's S3. What is larger than a part is
/// uploaded in parts, which nobody sees before the last request puts them together.
public final class S3Link extends HttpObjectLink {
  private static final long MOST_PARTS = 10_000;

  private final S3Place place;
  private final RequestSigner signer;

  private S3Link(S3Place place, RequestSigner signer, HttpLine line) {
    super(line);
    this.place = place;
    this.signer = signer;
  }

  /// Connects, and proves by a list of at most one name that the service knows who signs. A right
  /// that is missing fails nothing here: it is told by the operation that needs it.
  public static S3Link open(S3Place place, RequestSigner signer, HttpLine line, Attempt attempt)
      throws StepFailed {
    S3Link link = link(place, signer, line);
    attempt.step("list bucket", () -> link.prove(attempt));
    link.keep(attempt);
    return link;
  }

  /// Connects, and asks nothing.
  public static S3Link openUnproven(
      S3Place place, RequestSigner signer, HttpLine line, Attempt attempt) throws StepFailed {
    S3Link link = link(place, signer, line);
    link.keep(attempt);
    return link;
  }

  private static S3Link link(S3Place place, RequestSigner signer, HttpLine line)
      throws StepFailed {
    if (place.bucket().isEmpty()) {
      line.close();
      throw new StepFailed(
          "the connection names no bucket",
          "Set BUCKET, or use the connection with a location such as s3://bucket/folder/.");
    }
    return new S3Link(place, signer, line);
  }

  private boolean prove(Attempt attempt) throws StepFailed {
    HttpResponse answer =
        ask(HttpRequest.get(listTarget("", Optional.empty(), 1)), attempt.deadline()).whole();
    Optional<XmlTexts> told = XmlTexts.read(answer.body());
    boolean known =
        !place.isAnonymous() && told.filter(xml -> xml.code().equals("AccessDenied")).isPresent();
    attempt.note(known ? "the key is known, and may not list" : "readable");
    return known || !page(answer, "").entries().isEmpty();
  }

  /// Lists at most one object, which a loader must be able to do, and changes nothing. Without a
  /// bucket it lists the buckets, since that proves the key too.
  public static void probe(S3Place place, RequestSigner signer, HttpLine line, Attempt attempt)
      throws StepFailed {
    try (S3Link link = new S3Link(place, signer, line)) {
      if (!place.bucket().isEmpty()) {
        attempt.step(
            "list bucket",
            () -> {
              Page page = link.list("", Optional.empty(), 1, attempt.deadline());
              attempt.note(page.entries().isEmpty() ? "readable, nothing there" : "readable");
              return true;
            });
      } else if (place.isAnonymous()) {
        attempt.step("credential", () -> noted(attempt, "none, and no bucket to try"));
      } else {
        attempt.step("list buckets", () -> link.buckets(attempt));
      }
    }
  }

  private static boolean noted(Attempt attempt, String note) {
    attempt.note(note);
    return true;
  }

  private boolean buckets(Attempt attempt) throws StepFailed {
    HttpResponse answer =
        ask(HttpRequest.get(place.bucketTarget()), attempt.deadline()).whole();
    XmlTexts told = XmlTexts.read(answer.body()).orElseThrow(() -> S3Place.notS3(answer.status()));
    boolean known = answer.status() == 200 || told.code().equals("AccessDenied");
    if (!known) {
      throw place.refusal(answer.status(), told, "listed");
    }
    return noted(attempt, "the key is known; no bucket to try");
  }

  @Override
  protected HttpRequest signed(HttpRequest request) throws StepFailed {
    return signed(signer, "s3", request);
  }

  @Override
  protected StepFailed redirected(HttpResponse answer) {
    Optional<String> region = Optional.ofNullable(answer.headers().get("x-amz-bucket-region"));
    return region.isPresent()
        ? new StepFailed("the bucket is in another region", S3Place.region(region))
        : super.redirected(answer);
  }

  private String listTarget(String prefix, Optional<String> after, int most) {
    String full = place.prefix() + prefix;
    return place.bucketTarget()
        + "?list-type=2&max-keys="
        + Math.clamp(most, 1, 1000)
        + after.map(token -> "&continuation-token=" + PercentEncoding.of(token)).orElse("")
        + (full.isEmpty() ? "" : "&prefix=" + PercentEncoding.of(full));
  }

  @Override
  public Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    return page(
        ask(HttpRequest.get(listTarget(prefix, after, most)), deadline).whole(), prefix);
  }

  private Page page(HttpResponse answer, String prefix) throws StepFailed {
    XmlTexts told = XmlTexts.read(answer.body()).orElseThrow(() -> S3Place.notS3(answer.status()));
    if (answer.status() != 200) {
      throw place.refusal(answer.status(), told, "listed");
    }
    if (!told.has("ListBucketResult")) {
      throw S3Place.notS3(answer.status());
    }
    String full = place.prefix() + prefix;
    List<Entry> entries = new ArrayList<>();
    for (XmlTexts row : XmlTexts.rows(answer.body(), "Contents").orElse(List.of())) {
      String key = row.texts().getOrDefault("Key", "");
      if (!key.startsWith(full)) {
        throw S3Place.notS3(answer.status());
      }
      entries.add(
          new Entry(
              key.substring(place.prefix().length()),
              bytes(row.text("Size")),
              bare(row.text("ETag").orElse("")),
              isoTime(row.text("LastModified"))));
    }
    boolean more = told.text("IsTruncated").orElse("").equals("true");
    return new Page(
        entries, more ? told.text("NextContinuationToken") : Optional.empty());
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) throws StepFailed {
    HttpAnswer answer = ask(request("HEAD", place.target(name)), deadline);
    HttpResponse head = answer.whole();
    return switch (head.status()) {
      case 200 -> Optional.of(entry(name, head, "Last-Modified", answer.header("Content-Length")));
      case 404 -> Optional.empty();
      default -> throw reasonOf(name, deadline);
    };
  }

  /// The answer to HEAD has no body that tells what is wrong; that to GET has one.
  private StepFailed reasonOf(String name, Deadline deadline) throws StepFailed {
    HttpRequest request = ranged(HttpRequest.get(place.target(name)), 0, 1);
    return refused(ask(request, deadline).whole(), "read");
  }

  private static Entry entry(
      String name, HttpResponse answer, String time, Optional<String> length) throws StepFailed {
    return new Entry(
        name,
        bytes(length),
        bare(answer.headers().getOrDefault("ETag", "")),
        time(Optional.ofNullable(answer.headers().get(time))));
  }

  private static HttpRequest request(String method, String target) {
    return new HttpRequest(method, target, new TreeMap<>(), new byte[0]);
  }

  private StepFailed refused(HttpResponse answer, String operation) {
    return XmlTexts.read(answer.body())
        .map(told -> place.refusal(answer.status(), told, operation))
        .orElseGet(() -> S3Place.notS3(answer.status()));
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    if (count == 0) {
      return;
    }
    HttpRequest request = ranged(HttpRequest.get(place.target(name)), offset, count);
    if (!etag.isEmpty()) {
      request = request.with("If-Match", "\"" + etag + "\"");
    }
    HttpAnswer answer = ask(request, deadline);
    switch (answer.status()) {
      case 200, 206 -> copyRange(answer, line, offset, count, to);
      case 404, 412, 416 -> {
        HttpResponse told = answer.whole();
        XmlTexts xml =
            XmlTexts.read(told.body()).orElseThrow(() -> S3Place.notS3(told.status()));
        if (xml.code().equals("NoSuchBucket")) {
          throw place.refusal(told.status(), xml, "read");
        }
        throw new Gone(
            told.status() == 404 ? "the object is not there" : "the object has changed");
      }
      default -> throw refused(answer.whole(), "read");
    }
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    return bytes <= Limits.OBJECT_PART_BYTES
        ? put(name, ObjectParts.next(from, bytes), deadline)
        : upload(name, from, bytes, deadline);
  }

  private Entry put(String name, byte[] content, Deadline deadline) throws StepFailed {
    HttpRequest request =
        new HttpRequest("PUT", place.target(name), new TreeMap<>(), content);
    HttpResponse answer = ask(request, deadline).whole();
    if (answer.status() != 200) {
      throw refused(answer, "written");
    }
    return entry(name, answer, "Date", Optional.of(Integer.toString(content.length)));
  }

  private Entry upload(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    String target = place.target(name);
    XmlTexts begun = posted(target + "?uploads", new byte[0], deadline);
    String id = begun.text("UploadId").orElseThrow(() -> S3Place.notS3(200));
    String upload = target + "?uploadId=" + PercentEncoding.of(id);
    boolean complete = false;
    try {
      byte[] parts = parts(target, id, from, bytes, deadline);
      XmlTexts made = posted(upload, parts, deadline);
      // The service may have begun to answer before it knew.
      if (made.has("Error") || !made.has("CompleteMultipartUploadResult")) {
        throw place.refusal(200, made, "written");
      }
      complete = true;
      return new Entry(name, bytes, bare(made.text("ETag").orElse("")), Instant.EPOCH);
    } finally {
      if (!complete) {
        abandon(upload, deadline);
      }
    }
  }

  private byte[] parts(String target, String id, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    long size = ObjectParts.size(bytes, MOST_PARTS);
    StringBuilder list = new StringBuilder("<CompleteMultipartUpload>");
    long left = bytes;
    for (int number = 1; left > 0; number++) {
      byte[] part = ObjectParts.next(from, Math.min(left, size));
      String one = target + "?partNumber=" + number + "&uploadId=" + PercentEncoding.of(id);
      HttpResponse answer =
          ask(new HttpRequest("PUT", one, new TreeMap<>(), part), deadline).whole();
      if (answer.status() != 200) {
        throw refused(answer, "written");
      }
      String etag = bare(answer.headers().getOrDefault("ETag", ""));
      if (!etag.matches("[A-Za-z0-9+/=._-]{1,200}")) {
        throw S3Place.notS3(200);
      }
      list.append("<Part><PartNumber>")
          .append(number)
          .append("</PartNumber><ETag>\"")
          .append(etag)
          .append("\"</ETag></Part>");
      left -= part.length;
    }
    return list.append("</CompleteMultipartUpload>")
        .toString()
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private XmlTexts posted(String target, byte[] body, Deadline deadline) throws StepFailed {
    HttpResponse answer =
        ask(new HttpRequest("POST", target, new TreeMap<>(), body), deadline).whole();
    if (answer.status() != 200) {
      throw refused(answer, "written");
    }
    return XmlTexts.read(answer.body()).orElseThrow(() -> S3Place.notS3(200));
  }

  /// Frees the parts where the line still carries a request; else they wait, invisible, for the
  /// bucket's own rule about unfinished uploads.
  private void abandon(String upload, Deadline deadline) {
    if (line.isOpen()) {
      try {
        ask(HttpRequest.delete(upload), deadline).whole();
      } catch (StepFailed unreachable) {
        line.close();
      }
    }
  }

  @Override
  public void delete(String name, Deadline deadline) throws StepFailed {
    HttpResponse answer = ask(HttpRequest.delete(place.target(name)), deadline).whole();
    boolean missing =
        answer.status() == 404
            && XmlTexts.read(answer.body()).filter(told -> told.code().equals("NoSuchKey")).isPresent();
    if (answer.status() / 100 != 2 && !missing) {
      throw refused(answer, "written");
    }
  }
}

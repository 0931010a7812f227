package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Files of a web server, which can be read and not written. What is there is known before: a list
/// of names, since web servers give none.
public class WebLink extends HttpObjectLink {
  private final String base;
  private final List<String> names;
  private final RequestSigner signer;

  /// @param base the target in front of the names, encoded
  /// @param names of the files, in order
  public WebLink(HttpLine line, String base, List<String> names, RequestSigner signer) {
    super(line);
    this.base = base;
    this.names = names;
    this.signer = signer;
  }

  @Override
  protected HttpRequest signed(HttpRequest request) throws StepFailed {
    return signed(signer, "web", request);
  }

  private String target(String name) {
    return base + PercentEncoding.ofPath(name);
  }

  @Override
  public Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    List<Entry> entries = new java.util.ArrayList<>();
    for (String name : names) {
      if (!name.startsWith(prefix) || (after.isPresent() && name.compareTo(after.get()) <= 0)) {
        continue;
      }
      if (entries.size() == most) {
        return new Page(entries, Optional.of(entries.getLast().name()));
      }
      // Of many names that a pattern stands for some may have no file.
      find(name, deadline).ifPresent(entries::add);
    }
    return new Page(entries, Optional.empty());
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) throws StepFailed {
    HttpRequest request = new HttpRequest("HEAD", target(name), new TreeMap<>(), new byte[0]);
    HttpResponse answer = ask(request, deadline).whole();
    return switch (answer.status()) {
      case 200 ->
          Optional.of(
              new Entry(
                  name,
                  bytes(Optional.ofNullable(answer.headers().get("Content-Length"))),
                  etag(answer.headers().get("ETag"), answer.headers().get("Last-Modified")),
                  time(Optional.ofNullable(answer.headers().get("Last-Modified")))));
      case 404, 410 -> Optional.empty();
      default -> throw refused(answer.status());
    };
  }

  /// The entity tag when it is a strong one, else the time of the last change.
  private static String etag(
      @org.jspecify.annotations.Nullable String etag,
      @org.jspecify.annotations.Nullable String changed) {
    if (etag != null && etag.startsWith("\"")) {
      return etag;
    }
    return changed == null ? "" : changed;
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    if (count == 0) {
      return;
    }
    HttpRequest request = ranged(HttpRequest.get(target(name)), offset, count);
    if (!etag.isEmpty()) {
      request = request.with(etag.startsWith("\"") ? "If-Match" : "If-Unmodified-Since", etag);
    }
    HttpAnswer answer = ask(request, deadline);
    switch (answer.status()) {
      case 200, 206 -> {
        // Not every server heeds a condition.
        String now =
            etag(answer.header("ETag").orElse(null), answer.header("Last-Modified").orElse(null));
        if (!etag.isEmpty() && !now.equals(etag)) {
          line.close();
          throw new Gone("the file has changed");
        }
        copyRange(answer, line, offset, count, to);
      }
      case 404, 410, 412, 416 -> {
        int status = answer.whole().status();
        boolean missing = status == 404 || status == 410;
        throw new Gone(missing ? "the file is not there" : "the file has changed");
      }
      default -> throw refused(answer.whole().status());
    }
  }

  private static StepFailed refused(int status) {
    return switch (status) {
      case 401, 403 ->
          new StepFailed("the server does not let the file be read (status " + status + ")");
      case 429, 500, 502, 503, 504 ->
          new StepFailed("the server asks to come back later", "Try again in a moment.")
              .withoutAnswer();
      default -> new StepFailed("the server refused with status " + status);
    };
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed {
    throw readOnly();
  }

  @Override
  public void delete(String name, Deadline deadline) throws StepFailed {
    throw readOnly();
  }

  /// Why nothing is written.
  public static StepFailed readOnly() {
    return new StepFailed("the place can only be read");
  }
}

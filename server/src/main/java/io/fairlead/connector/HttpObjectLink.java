package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A link to objects over one [HttpLine].
public abstract class HttpObjectLink implements ObjectLink {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/.*");

  protected final HttpLine line;

  protected HttpObjectLink(HttpLine line) {
    this.line = line;
  }

  /// Takes over what the attempt has dialled: from now on it is this link's to close.
  public final void keep(Attempt attempt) {
    line.keep(attempt);
  }

  /// Sends a request with the proof of who sends it. No redirect comes back from here.
  protected final HttpAnswer ask(HttpRequest request, Deadline deadline) throws StepFailed {
    HttpAnswer answer = line.send(signed(request), deadline);
    if (answer.status() / 100 == 3 && answer.header("Location").isPresent()) {
      HttpResponse whole = answer.whole();
      throw redirected(whole);
    }
    return answer;
  }

  /// The request with what proves who sends it.
  protected abstract HttpRequest signed(HttpRequest request) throws StepFailed;

  /// Why a redirect is not followed.
  protected StepFailed redirected(HttpResponse answer) {
    return new StepFailed(
        "the server redirects to another address (status " + answer.status() + ")",
        "Redirects are not followed. Set the address to the one that answers itself.");
  }

  /// What a signer does is no input and output of ours, whatever its interface allows.
  protected final HttpRequest signed(RequestSigner signer, String service, HttpRequest request)
      throws StepFailed {
    try {
      return signer.sign(service, line.address(), request);
    } catch (IOException failure) {
      throw new StepFailed("the request could not be signed").withoutAnswer();
    }
  }

  /// Asks for a part of an object.
  protected static HttpRequest ranged(HttpRequest request, long offset, long count) {
    return request.with("Range", "bytes=" + offset + "-" + (offset + count - 1));
  }

  /// Copies the answer to [#ranged], which has status 200 or 206.
  protected static void copyRange(
      HttpAnswer answer, HttpLine line, long offset, long count, OutputStream to)
      throws StepFailed, Gone, IOException {
    Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
    boolean partial = answer.status() == 206 && range.matches();
    if (partial && Long.parseLong(range.group(1)) == offset) {
      if (Long.parseLong(range.group(2)) == offset + count - 1) {
        answer.copy(count, to);
        return;
      }
      line.close();
      throw new Gone("the object is shorter than it was");
    }
    // A service that knows no ranges sends all: good when that was asked for.
    if (answer.status() == 200
        && offset == 0
        && answer.header("Content-Length").orElse("").equals(Long.toString(count))) {
      answer.copy(count, to);
      return;
    }
    line.close();
    throw new StepFailed("the server does not send parts of objects");
  }

  /// What the header `Last-Modified` or `Date` says; the epoch when it says nothing.
  protected static Instant time(Optional<String> header) {
    try {
      return header
          .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
          .orElse(Instant.EPOCH);
    } catch (DateTimeParseException odd) {
      return Instant.EPOCH;
    }
  }

  /// A time as XML and JSON have it.
  protected static Instant isoTime(Optional<String> text) {
    try {
      return text.map(Instant::parse).orElse(Instant.EPOCH);
    } catch (DateTimeParseException odd) {
      return Instant.EPOCH;
    }
  }

  /// A size as a peer tells it.
  protected static long bytes(Optional<String> text) throws StepFailed {
    return text.filter(digits -> digits.matches("\\d{1,18}"))
        .map(Long::parseLong)
        .orElseThrow(() -> new StepFailed("the server does not say how large an object is"));
  }

  /// An entity tag without its quotes.
  protected static String bare(String etag) {
    String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
    return strong.length() > 1 && strong.startsWith("\"") && strong.endsWith("\"")
        ? strong.substring(1, strong.length() - 1)
        : strong;
  }

  @Override
  public boolean isOpen() {
    return line.isOpen();
  }

  @Override
  public boolean isUsable(Deadline deadline) {
    return line.isUsable(deadline);
  }

  @Override
  public void abort() {
    line.abort();
  }

  @Override
  public void close() {
    line.close();
  }
}

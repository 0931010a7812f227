package io.fairlead.connector;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/// An answer over a [HttpLine] whose body is still on the line. Whoever does not read it to its end
/// leaves the line closed.
public final class HttpAnswer {
  private static final int COPIED_AT_ONCE = 64 * 1024;

  private final HttpLine line;
  private final ClassicHttpResponse response;
  private final boolean staysOpen;
  private final Deadline deadline;

  HttpAnswer(
      HttpLine line, ClassicHttpResponse response, boolean staysOpen, Deadline deadline) {
    this.line = line;
    this.response = response;
    this.staysOpen = staysOpen;
    this.deadline = deadline;
  }

  public int status() {
    return response.getCode();
  }

  public Optional<String> header(String name) {
    Header header = response.getLastHeader(name);
    return Optional.ofNullable(header).map(Header::getValue);
  }

  /// The whole answer with a body of up to [Limits#HTTP_BODY] bytes.
  public HttpResponse whole() throws StepFailed {
    return whole(Limits.HTTP_BODY);
  }

  /// @param most bytes of the body
  public HttpResponse whole(int most) throws StepFailed {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : response.getHeaders()) {
      headers.put(header.getName(), String.valueOf(header.getValue()));
    }
    return new HttpResponse(status(), Collections.unmodifiableMap(headers), body(most));
  }

  private byte[] body(int most) throws StepFailed {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      line.answerEnded(staysOpen);
      return new byte[0];
    }
    try {
      byte[] body = entity.getContent().readNBytes(most + 1);
      if (body.length <= most) {
        line.answerEnded(staysOpen);
        return body;
      }
    } catch (IOException failure) {
      line.close();
      throw Causes.of(failure, deadline);
    }
    line.close();
    throw new StepFailed("the answer is larger than " + most + " bytes");
  }

  /// Copies a body of exactly `count` bytes.
  ///
  /// @throws IOException of `to` alone
  public void copy(long count, OutputStream to) throws StepFailed, IOException {
    HttpEntity entity = response.getEntity();
    long left = count;
    byte[] buffer = new byte[Math.clamp(count, 1, COPIED_AT_ONCE)];
    boolean whole = entity == null && count == 0;
    try {
      while (entity != null) {
        // One more than what is left shows a peer that sends more than it was asked for.
        int read = read(entity, buffer, left == 0 ? 1 : (int) Math.min(buffer.length, left));
        if (read < 0 || left == 0) {
          whole = left == 0 && read < 0;
          break;
        }
        to.write(buffer, 0, read);
        left -= read;
      }
    } finally {
      if (!whole) {
        line.close();
      }
    }
    if (!whole) {
      throw new StepFailed("the answer is not of the length that was asked for").withoutAnswer();
    }
    line.answerEnded(staysOpen);
  }

  private int read(HttpEntity entity, byte[] buffer, int most) throws StepFailed {
    try {
      InputStream content = entity.getContent();
      return content.read(buffer, 0, most);
    } catch (IOException failure) {
      throw Causes.of(failure, deadline);
    }
  }

  /// Without headers and body, which may hold secrets.
  @Override
  public String toString() {
    return "status " + status();
  }
}

package io.fairlead.catalog;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How the last test of a connection ended. A status of the connection, no version of it.
///
/// @param error plain words, no secret; empty when it passed
/// @param serverVersion what the peer says that it runs; empty when it does not say
public record TestResult(
    Instant at, boolean passed, Duration latency, String error, String serverVersion) {
  private static final int FORMAT = 1;

  /// `ok` or `failed`; DeltaForge's words, with `untested` where there is no result.
  public String status() {
    return passed ? "ok" : "failed";
  }

  public static String status(Optional<TestResult> last) {
    return last.map(TestResult::status).orElse("untested");
  }

  byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeLong(at.toEpochMilli());
      out.writeBoolean(passed);
      out.writeLong(latency.toNanos());
      out.writeUTF(error);
      out.writeUTF(serverVersion);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /// @return empty when it was written in another form: then the connection counts as untested
  static Optional<TestResult> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != FORMAT) {
        return Optional.empty();
      }
      return Optional.of(
          new TestResult(
              Instant.ofEpochMilli(in.readLong()),
              in.readBoolean(),
              Duration.ofNanos(in.readLong()),
              in.readUTF(),
              in.readUTF()));
    } catch (IOException other) {
      return Optional.empty();
    }
  }
}

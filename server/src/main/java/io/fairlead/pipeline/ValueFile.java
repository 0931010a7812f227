package io.fairlead.pipeline;

import io.fairlead.model.PipelineField;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Messages as they are, byte for byte: a line of JSON each, with the message in base64 and where it
/// stood. An empty message is one; a message without a value has no line.
final class ValueFile implements Messages {
  private static final int BUFFER = 256 * 1024;

  private final OutputStream out;
  private final byte[] end;
  private long bytes;

  ValueFile(Path file, int partition) throws IOException {
    this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    this.end =
        "\",\"%s\":%d}\n"
            .formatted(PipelineField.PARTITION, partition)
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void take(long offset, @Nullable ByteBuffer value) throws IOException {
    if (value == null) {
      return;
    }
    write(
        "{\"%s\":%d,\"%s\":\""
            .formatted(PipelineField.OFFSET, offset, PipelineField.MESSAGE)
            .getBytes(StandardCharsets.US_ASCII));
    byte[] message = new byte[value.remaining()];
    value.get(message);
    write(Base64.getEncoder().encode(message));
    write(end);
  }

  private void write(byte[] text) throws IOException {
    out.write(text);
    bytes += text.length;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

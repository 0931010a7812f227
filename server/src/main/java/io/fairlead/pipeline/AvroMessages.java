package io.fairlead.pipeline;

import io.fairlead.avro.AvroSchema;
import io.fairlead.avro.MalformedAvro;
import io.fairlead.avro.RowConverter;
import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Messages of Avro, which become lines of JSON. One that cannot be read becomes a line that says why:
/// it is no JSON, so the engine leaves it out where it is to leave such lines out. Where it is not, the
/// first reason is kept.
final class AvroMessages {
  /// Finds the schema of a message.
  interface Schemas {
    /// @return where its record begins
    Found of(byte[] message, Deadline deadline) throws MalformedAvro;
  }

  /// @param start of the record in its message
  record Found(AvroSchema schema, int start) {}

  private final RowConverter converter;
  private final Schemas schemas;
  private @Nullable Problem first;

  AvroMessages(RowConverter converter, Schemas schemas) {
    this.converter = converter;
    this.schemas = schemas;
  }

  /// @return the line
  ByteBuffer line(String partition, long offset, ByteBuffer value, Deadline deadline) {
    byte[] message = new byte[value.remaining()];
    value.get(message);
    String line;
    try {
      Found found = schemas.of(message, deadline);
      line = converter.message(found.schema(), message, found.start());
    } catch (MalformedAvro malformed) {
      line = "offset " + offset + ": " + malformed.reason();
      if (first == null) {
        first = AvroRows.malformed(partition, line);
      }
    }
    return ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
  }

  /// What was wrong first since the last call.
  Optional<Problem> trouble() {
    Problem found = first;
    first = null;
    return Optional.ofNullable(found);
  }
}

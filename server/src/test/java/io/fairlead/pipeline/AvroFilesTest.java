package io.fairlead.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.avro.RowConverter;
import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much a file of Avro may become.
class AvroFilesTest {
  @TempDir Path folder = Path.of("");
  private int closed;

  /// Has one file, and counts who has left it.
  private final class OneFile implements Place {
    @Override
    public List<RemoteFile> list(Deadline deadline) {
      return List.of(new RemoteFile("a.avro", 1, "e", Instant.EPOCH));
    }

    @Override
    public Path local(RemoteFile file, List<Range> ranges, Deadline deadline) {
      return folder.resolve(file.name());
    }

    @Override
    public void write(String name, Path content, Deadline deadline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String name, Deadline deadline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {
      closed++;
    }
  }

  private Input.Brought next(long most, Deadline deadline) {
    RowConverter converter =
        new RowConverter(List.of(new RowConverter.Wanted("c", List.of("%"), false)));
    return new AvroFiles(
            new FileInput(OneFile::new, new NamePattern("*")), converter, most)
        .next(new LoadedFiles(Set.of(), folder), 0, deadline);
  }

  private void write(int rows) throws IOException {
    Schema schema = Schema.create(Schema.Type.INT);
    try (OutputStream out = Files.newOutputStream(folder.resolve("a.avro"));
        DataFileWriter<Integer> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, out);
      for (int i = 0; i < rows; i++) {
        writer.append(7);
      }
    }
  }

  private static final String ROW = "{\"c\":7}\n";

  @Test
  void theRowsOfAFileHaveABound() throws Exception {
    Deadline deadline = Deadline.after(Limits.PIPELINE_BATCH, () -> 0);
    write(100);
    assertEquals(4L << 30, Limits.AVRO_ROWS);
    try (Input.Brought brought = next(100L * ROW.length(), deadline)) {
      assertEquals(ROW.repeat(100), Files.readString(brought.pieces().getFirst().content()));
    }
    Input.Unreadable refused =
        assertThrows(
            Input.Unreadable.class, () -> next(100L * ROW.length() - 1, deadline));
    assertEquals(
        "\"a.avro\": its rows have more than 799 bytes", refused.problem().message());
    assertEquals("a.avro", refused.piece().name());
    assertEquals(2, closed);
  }

  @Test
  void theDeadlineCountsWhileRowsAreMade() throws Exception {
    write(1);
    long[] now = {0};
    Deadline deadline = Deadline.after(Limits.PIPELINE_BATCH, () -> now[0]);
    now[0] = Limits.PIPELINE_BATCH.toNanos();
    Refusal refused = assertThrows(Refusal.class, () -> next(1000, deadline));
    assertEquals(ProblemKind.TIMED_OUT, refused.problem().kind());
    assertEquals(1, closed);
  }
}

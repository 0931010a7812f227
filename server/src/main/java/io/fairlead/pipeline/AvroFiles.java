package io.fairlead.pipeline;

import io.fairlead.avro.MalformedAvro;
import io.fairlead.avro.RowConverter;
import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.PipelineStatus.Pending;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Files of Avro, whose records become lines of JSON on the way. What is behind something that cannot be
/// read cannot be found any more, so such a file is not loaded in part.
final class AvroFiles implements Input {
  private final FileInput files;
  private final RowConverter converter;
  private final long most;

  /// @param most bytes that the rows of a file may have
  AvroFiles(FileInput files, RowConverter converter, long most) {
    this.files = files;
    this.converter = converter;
    this.most = most;
  }

  @Override
  public int look(Position position, Deadline deadline) {
    return files.look(position, deadline);
  }

  @Override
  public boolean hasChanged(Deadline deadline) {
    return files.hasChanged(deadline);
  }

  @Override
  public List<Pending> pending() {
    return files.pending();
  }

  @Override
  public Brought next(Position position, int limit, Deadline deadline) {
    Brought brought = files.next(position, limit, deadline);
    boolean handedOver = false;
    try {
      List<Piece> pieces = new ArrayList<>();
      for (Piece piece : brought.pieces()) {
        pieces.add(converted(piece, position.folder().resolve("rows-" + pieces.size()), deadline));
      }
      handedOver = true;
      return new Brought(pieces, brought.more(), brought.release());
    } finally {
      if (!handedOver) {
        brought.close();
      }
    }
  }

  private Piece converted(Piece piece, Path to, Deadline deadline) {
    try {
      Files.deleteIfExists(to);
      try (InputStream file = new BufferedInputStream(Files.newInputStream(piece.content()), 1 << 16);
          MessageFile lines = new MessageFile(to)) {
        converter.file(file, row -> take(lines, row, deadline));
      } catch (MalformedAvro malformed) {
        throw new Unreadable(AvroRows.malformed(piece.name(), malformed.reason()), piece);
      } catch (TooMuch tooMuch) {
        throw new Unreadable(
            AvroRows.malformed(piece.name(), "its rows have more than " + most + " bytes"), piece);
      }
      return new Piece(piece.name(), to, piece.bytes(), Optional.empty());
    } catch (IOException | UncheckedIOException full) {
      throw Refusal.of(ProblemKind.DISK_FULL, "the rows of a batch cannot be written to disk");
    }
  }

  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private void take(MessageFile lines, String row, Deadline deadline) {
    if (lines.bytes() + row.length() + 1 > most) {
      throw new TooMuch();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw Refusal.of(ProblemKind.STOPPING, "the work on the pipeline was interrupted");
    }
    if (deadline.hasPassed()) {
      throw Problem.of(ProblemKind.TIMED_OUT, "the batch was not read in time").refusal();
    }
    try {
      lines.take(0, ByteBuffer.wrap(row.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}

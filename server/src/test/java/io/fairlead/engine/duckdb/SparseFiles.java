package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Files that are nothing but an end which says how long a Parquet footer is.
final class SparseFiles implements Place {
  private final Path folder;
  final List<Range> asked = new ArrayList<>();
  int closed;

  SparseFiles(Path folder) {
    this.folder = folder;
  }

  /// @param footer its length with the eight bytes that say so
  RemoteFile make(String name, long bytes, int footer) {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
      file.setLength(bytes);
      file.seek(bytes - 8);
      file.write(
          ByteBuffer.allocate(8)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(footer - 8)
              .put("PAR1".getBytes(StandardCharsets.US_ASCII))
              .array());
      return new RemoteFile(name, bytes, "e", Instant.EPOCH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<RemoteFile> list(Deadline deadline) {
    return List.of();
  }

  @Override
  public Path local(RemoteFile file, List<Range> ranges, Deadline deadline) {
    asked.addAll(ranges);
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

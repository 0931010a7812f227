package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The files at one place that a statement reads: at first only so much of each that DuckDB can
/// tell what it needs, then that.
///
/// @param what the place is, for messages: `table "t"`
/// @param columns of the table; empty for files that are no table's
/// @param links what DuckDB opens, in the order of `files`
/// @param fetched bytes that were asked for and are here
/// @param total bytes that were asked for
record ExternalRead(
    String what,
    FileFormat format,
    List<TableColumn> columns,
    Place place,
    List<RemoteFile> files,
    List<Path> links,
    AtomicLong fetched,
    AtomicLong total) {

  /// The magic number of Parquet and the length of the footer before it.
  private static final int END_BYTES = 8;

  private static final int MAGIC =
      ByteBuffer.wrap(new byte[] {'P', 'A', 'R', '1'}).order(ByteOrder.LITTLE_ENDIAN).getInt();

  /// Waits for the network.
  ///
  /// @param folder for the links
  static ExternalRead open(
      String what,
      FileFormat format,
      List<TableColumn> columns,
      Place place,
      List<RemoteFile> files,
      Path folder,
      Deadline deadline) {
    if (files.size() > Limits.EXTERNAL_FILES) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE, what + " has more than " + Limits.EXTERNAL_FILES + " files");
    }
    AtomicLong fetched = new AtomicLong();
    AtomicLong total = new AtomicLong();
    List<Path> links =
        ManyFiles.each(
            files,
            index -> {
              RemoteFile file = files.get(index);
              Path local =
                  FileReading.isParquet(format)
                      ? footer(what, place, file, deadline)
                      : place.local(file, List.of(), deadline);
              String name = index + FileReading.ending(format, file.name());
              return ScanFolder.link(folder, name, local);
            });
    return new ExternalRead(what, format, columns, place, files, links, fetched, total);
  }

  ExternalRead withColumns(List<TableColumn> known) {
    return new ExternalRead(what, format, known, place, files, links, fetched, total);
  }

  /// The end of a file, as far as its footer goes.
  private static Path footer(String what, Place place, RemoteFile file, Deadline deadline) {
    long tail = Math.min(Limits.PARQUET_TAIL_BYTES, file.bytes());
    Path local =
        place.local(file, List.of(new Range(file.bytes() - tail, tail)), deadline);
    long footer = footerBytes(what, file, local);
    if (footer > tail) {
      place.local(file, List.of(new Range(file.bytes() - footer, footer)), deadline);
    }
    return local;
  }

  private static long footerBytes(String what, RemoteFile file, Path local) {
    ByteBuffer end = ByteBuffer.allocate(END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(local, StandardOpenOption.READ)) {
      long at = file.bytes() - END_BYTES;
      while (at >= 0 && end.hasRemaining()) {
        if (channel.read(end, at + end.position()) < 0) {
          break;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("a cached file cannot be read", e);
    }
    long bytes = Integer.toUnsignedLong(end.getInt(0)) + END_BYTES;
    if (end.hasRemaining()
        || end.getInt(Integer.BYTES) != MAGIC
        || bytes > file.bytes()
        || bytes > Limits.PARQUET_FOOTER_BYTES) {
      throw Problem.of(
              ProblemKind.DATA_ERROR,
              "file \"" + file.name() + "\" of " + what + " is not a Parquet file")
          .refusal();
    }
    return bytes;
  }

  /// Brings what DuckDB will read. Waits for the network.
  ///
  /// @param ranges for each file in order
  void fetch(List<List<Range>> ranges, Deadline deadline) {
    for (List<Range> some : ranges) {
      some.forEach(range -> total.addAndGet(range.bytes()));
    }
    ManyFiles.each(
        files,
        index -> {
          List<Range> wanted = ranges.get(index);
          if (!wanted.isEmpty()) {
            place.local(files.get(index), wanted, deadline);
            wanted.forEach(range -> fetched.addAndGet(range.bytes()));
          }
          return true;
        });
  }

  /// All of all files.
  List<List<Range>> whole() {
    return files.stream().map(file -> List.of(new Range(0, file.bytes()))).toList();
  }

  /// All of the first.
  List<List<Range>> first() {
    List<List<Range>> ranges = new ArrayList<>(nothing());
    ranges.set(0, whole().getFirst());
    return ranges;
  }

  /// None of any.
  List<List<Range>> nothing() {
    return files.stream().map(_ -> List.<Range>of()).toList();
  }
}

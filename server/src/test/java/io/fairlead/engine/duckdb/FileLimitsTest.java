package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.model.FileFormat;
import io.fairlead.model.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bounds on the files of a statement.
class FileLimitsTest {
  @TempDir Path folder = Path.of("");

  private ExternalRead open(SparseFiles place, RemoteFile file) throws IOException {
    return ExternalRead.open(
        "table \"t\"",
        FileFormat.of(FileFormat.PARQUET),
        List.of(),
        place,
        List.of(file),
        Files.createTempDirectory(folder, "links"),
        Deadline.after(Duration.ofMinutes(2), System::nanoTime));
  }

  @Test
  void aFooterThatFitsTheTailIsReadAtOnce() throws IOException {
    SparseFiles place = new SparseFiles(folder);
    int tail = Limits.PARQUET_TAIL_BYTES;
    long bytes = 10L * tail;
    assertEquals(1, open(place, place.make("n", bytes, tail)).links().size());
    assertEquals(List.of(new Range(bytes - tail, tail)), place.asked);
    place.asked.clear();
    assertEquals(1, open(place, place.make("more", bytes, tail + 1)).links().size());
    assertEquals(
        List.of(new Range(bytes - tail, tail), new Range(bytes - tail - 1, tail + 1)),
        place.asked);
  }

  @Test
  void theLongestFooterAndOneByteMore() throws IOException {
    SparseFiles place = new SparseFiles(folder);
    int most = Limits.PARQUET_FOOTER_BYTES;
    assertEquals(1, open(place, place.make("n", 2L * most, most)).links().size());
    RemoteFile more = place.make("more", 2L * most, most + 1);
    Refusal refusal = assertThrows(Refusal.class, () -> open(place, more));
    assertEquals(
        "file \"more\" of table \"t\" is not a Parquet file", refusal.problem().message());
  }

  @Test
  void asManyPendingFilesAsMayBeAndOneMore() throws IOException {
    SparseFiles place = new SparseFiles(folder);
    PendingFiles pending = new PendingFiles();
    ObjectId table = new ObjectId(20);
    for (int i = 0; i < Limits.PENDING_FILES; i++) {
      Path own = Files.createTempDirectory(folder, "pending");
      pending.add(table, place, "f" + i, own.resolve("f"), own);
    }
    assertEquals(Limits.PENDING_FILES, pending.of(table).size());
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> pending.add(table, place, "more", folder, folder));
    assertEquals(ProblemKind.TOO_LARGE, refusal.problem().kind());
    Path one = pending.of(table).getFirst().getParent();
    assertTrue(Files.exists(one));
    pending.close();
    assertFalse(Files.exists(one));
    assertEquals(Limits.PENDING_FILES, place.closed);
    assertTrue(pending.isEmpty());
  }

  /// The first ones wait until as many have begun as may, and no more begin meanwhile.
  @Test
  void asManyFilesAtOnceAsMayBe() {
    CountDownLatch full = new CountDownLatch(Limits.EXTERNAL_FILES_AT_ONCE);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> files = Collections.nCopies(3 * Limits.EXTERNAL_FILES_AT_ONCE + 1, 1);
    List<Integer> results =
        ManyFiles.each(
            files,
            index -> {
              most.accumulateAndGet(inside.incrementAndGet(), Math::max);
              full.countDown();
              try {
                full.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              inside.decrementAndGet();
              return index;
            });
    assertEquals(files.size(), results.size());
    assertEquals(Limits.EXTERNAL_FILES_AT_ONCE, most.get());
  }
}

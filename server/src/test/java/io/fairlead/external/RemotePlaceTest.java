package io.fairlead.external;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemotePlaceTest {
  @TempDir Path folder = Path.of("");
  private final Fetches fetches = new Fetches();
  private FileCache cache = new FileCache(folder, 1);

  @BeforeEach
  void start() throws IOException {
    cache = new FileCache(folder.resolve("cache"), 100 << 20);
    cache.start();
  }

  @AfterEach
  void stop() {
    fetches.close();
  }

  private RemotePlace place(MemoryObjects objects, String path) {
    StorageUse use =
        new StorageUse("s3://b/", Options.NONE, new ObjectId(5), false, Optional.empty());
    return new RemotePlace("table \"t\"", "s3", use, path, objects, cache, fetches);
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofMinutes(2), System::nanoTime);
  }

  private static byte[] bytes(int count) {
    byte[] content = new byte[count];
    new Random(count).nextBytes(content);
    return content;
  }

  private static byte[] all(RemotePlace place, RemoteFile file) throws IOException {
    return Files.readAllBytes(place.local(file, List.of(new Range(0, file.bytes())), soon()));
  }

  @Test
  void listsWhatIsBelowAndHidesWhatIsHidden() {
    MemoryObjects objects = new MemoryObjects();
    for (String name : List.of("a/1", "a/b/2", "a/_x/3", "a/.y", "a/dir/", "ab", "b/1")) {
      objects.put(name, bytes(1), "e");
    }
    try (RemotePlace place = place(objects, "a/")) {
      assertEquals(
          List.of("1", "b/2"), place.list(soon()).stream().map(RemoteFile::name).toList());
    }
    try (RemotePlace place = place(objects, "a")) {
      assertEquals(3, place.list(soon()).size());
    }
  }

  @Test
  void asManyFilesAsMayBeAndOneMore() {
    MemoryObjects objects = new MemoryObjects();
    for (int i = 0; i < Limits.EXTERNAL_FILES; i++) {
      objects.put("f" + i, new byte[1], "e");
    }
    try (RemotePlace place = place(objects, "")) {
      assertEquals(Limits.EXTERNAL_FILES, place.list(soon()).size());
      objects.put("more", new byte[1], "e");
      Refusal refusal = assertThrows(Refusal.class, () -> place.list(soon()));
      assertEquals(ProblemKind.TOO_LARGE, refusal.problem().kind());
    }
  }

  @Test
  void rangesAreReadOnceAndInPieces() throws IOException {
    MemoryObjects objects = new MemoryObjects();
    byte[] content = bytes((int) Limits.FETCH_BYTES + 1);
    objects.put("f", content, "e");
    try (RemotePlace place = place(objects, "")) {
      RemoteFile file = place.list(soon()).getFirst();
      Path local = place.local(file, List.of(new Range(10, 5)), soon());
      assertEquals(List.of("10+5"), objects.reads);
      assertEquals(content.length, Files.size(local));
      objects.reads.clear();
      assertArrayEquals(content, all(place, file));
      assertEquals(2, objects.reads.size());
      objects.reads.clear();
      assertArrayEquals(content, all(place, file));
      assertEquals(List.of(), objects.reads);
    }
    assertEquals(content.length, cache.held());
  }

  @Test
  void anotherContentIsAnotherFile() throws IOException {
    MemoryObjects objects = new MemoryObjects();
    objects.put("f", bytes(10), "1");
    try (RemotePlace place = place(objects, "")) {
      RemoteFile before = place.list(soon()).getFirst();
      Path first = place.local(before, List.of(new Range(0, 10)), soon());
      byte[] changed = bytes(11);
      objects.put("f", changed, "2");
      RemoteFile after = place.list(soon()).getFirst();
      assertNotEquals(first, place.local(after, List.of(new Range(0, 11)), soon()));
      assertArrayEquals(changed, all(place, after));
      assertArrayEquals(bytes(10), Files.readAllBytes(first));
    }
  }

  /// What has no etag is told apart by its time.
  @Test
  void withoutAnEtag() throws IOException {
    MemoryObjects objects = new MemoryObjects();
    objects.put("f", bytes(10), "");
    try (RemotePlace place = place(objects, "")) {
      assertArrayEquals(bytes(10), all(place, place.list(soon()).getFirst()));
      byte[] changed = new byte[10];
      objects.objects.put(
          "f",
          new MemoryObjects.Stored(changed, "", java.time.Instant.EPOCH.plusSeconds(1)));
      assertArrayEquals(changed, all(place, place.list(soon()).getFirst()));
    }
  }

  @Test
  void aFileThatIsReplacedWhileItIsRead() {
    MemoryObjects objects = new MemoryObjects();
    objects.put("f", bytes(10), "1");
    try (RemotePlace place = place(objects, "")) {
      RemoteFile file = place.list(soon()).getFirst();
      objects.put("f", bytes(10), "2");
      Refusal refusal = assertThrows(Refusal.class, () -> all(place, file));
      assertEquals(
          "a file of table \"t\" was replaced or taken away while it was read",
          refusal.problem().message());
    }
  }

  /// Holds all readers until as many have come as may, and counts them.
  private static final class CrowdedObjects extends MemoryObjects {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch full = new CountDownLatch(Limits.FETCHES_AT_ONCE);

    @Override
    public void read(
        String name, String etag, long offset, long count, OutputStream to, Deadline deadline) {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      full.countDown();
      try {
        full.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      inside.decrementAndGet();
    }
  }

  @Test
  void asManyFetchesAtOnceAsMayBe() {
    CrowdedObjects objects = new CrowdedObjects();
    int pieces = 3 * Limits.FETCHES_AT_ONCE + 1;
    objects.put("f", new byte[0], "e");
    RemoteFile file =
        new RemoteFile("f", pieces * Limits.FETCH_BYTES, "e", java.time.Instant.EPOCH);
    try (RemotePlace place = place(objects, "")) {
      Path _ = place.local(file, List.of(new Range(0, file.bytes())), soon());
    }
    assertEquals(Limits.FETCHES_AT_ONCE, objects.most.get());
  }

  @Test
  void twoReadersOfOneFileFetchItOnce() throws Exception {
    MemoryObjects objects = new MemoryObjects();
    byte[] content = bytes(3 << 20);
    objects.put("f", content, "e");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<byte[]>> readers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        readers.add(
            threads.submit(
                () -> {
                  try (RemotePlace place = place(objects, "")) {
                    return all(place, place.list(soon()).getFirst());
                  }
                }));
      }
      for (Future<byte[]> reader : readers) {
        assertTrue(Arrays.equals(content, reader.get()));
      }
    }
    assertEquals(1, objects.reads.size());
  }

  /// Never answers.
  private static final class SilentObjects extends MemoryObjects {
    private final CountDownLatch asked = new CountDownLatch(1);

    @Override
    public Page list(String prefix, Optional<String> after, int most, Deadline deadline) {
      asked.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new Page(List.of(), Optional.empty());
    }
  }

  @Test
  void aCancelEndsTheWait() throws Exception {
    SilentObjects objects = new SilentObjects();
    try (RemotePlace place = place(objects, "");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Refusal> waiting =
          threads.submit(() -> assertThrows(Refusal.class, () -> place.list(soon())));
      objects.asked.await();
      place.cancel();
      assertEquals(ProblemKind.CANCELLED, waiting.get().problem().kind());
    }
  }

  @Test
  void writesAndDeletesBelowItsFolder() throws IOException {
    MemoryObjects objects = new MemoryObjects();
    Path content = Files.write(folder.resolve("content"), bytes(7));
    try (RemotePlace place = place(objects, "a/start")) {
      place.write("new", content, soon());
      assertArrayEquals(bytes(7), java.util.Objects.requireNonNull(objects.objects.get("a/new")).content());
      place.delete("new", soon());
    }
    assertTrue(objects.objects.isEmpty());
  }
}

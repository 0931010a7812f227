package io.fairlead.external;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.model.Options;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCacheTest {
  @TempDir Path folder = Path.of("");

  private static FileCache.Key key(String name, long bytes, String etag) {
    return new FileCache.Key("s3", Options.NONE, name, bytes, etag);
  }

  private static void fill(FileCache cache, CachedFile file, long bytes) {
    cache.grew(file.has(new Range(0, bytes)));
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws IOException {
    FileCache cache = new FileCache(folder, 100);
    cache.start();
    CachedFile one = cache.take(key("one", 50, "1"));
    CachedFile two = cache.take(key("two", 50, "1"));
    fill(cache, one, 50);
    fill(cache, two, 50);
    cache.release(one);
    cache.release(two);
    assertSame(one, cache.take(key("one", 50, "1")));
    cache.release(one);
    assertEquals(100, cache.held());
    CachedFile three = cache.take(key("three", 1, "1"));
    fill(cache, three, 1);
    assertEquals(51, cache.held());
    assertFalse(Files.exists(two.path()));
    assertTrue(Files.exists(one.path()));
  }

  @Test
  void filesInUseStay() throws IOException {
    FileCache cache = new FileCache(folder, 100);
    cache.start();
    CachedFile used = cache.take(key("used", 200, "1"));
    fill(cache, used, 200);
    assertTrue(Files.exists(used.path()));
    assertSame(used, cache.take(key("used", 200, "1")));
    cache.release(used);
    assertTrue(Files.exists(used.path()));
    cache.release(used);
    assertFalse(Files.exists(used.path()));
    assertEquals(0, cache.held());
  }

  @Test
  void holdsItsBoundAndNoByteMore() throws IOException {
    FileCache cache = new FileCache(folder);
    cache.start();
    CachedFile large = cache.take(key("large", Limits.FILE_CACHE_BYTES, "1"));
    fill(cache, large, Limits.FILE_CACHE_BYTES);
    cache.release(large);
    assertEquals(Limits.FILE_CACHE_BYTES, cache.held());
    CachedFile one = cache.take(key("one", 1, "1"));
    fill(cache, one, 1);
    assertEquals(1, cache.held());
    assertFalse(Files.exists(large.path()));
  }

  @Test
  void anotherEtagIsAnotherFileAndAStartEmptiesTheFolder() throws IOException {
    FileCache cache = new FileCache(folder, 100);
    cache.start();
    CachedFile first = cache.take(key("a", 5, "1"));
    CachedFile second = cache.take(key("a", 5, "2"));
    assertNotEquals(first.path(), second.path());
    assertEquals(5, Files.size(first.path()));
    new FileCache(folder, 100).start();
    assertFalse(Files.exists(first.path()));
  }

  @Test
  void smallHolesAreFetchedTogetherAndLargePiecesApart() throws IOException {
    long most = Limits.FETCH_BYTES;
    CachedFile file = new CachedFile(folder.resolve("x"), 4 * most);
    assertEquals(
        List.of(new Range(0, 30)),
        file.missing(List.of(new Range(20, 10), new Range(0, 10)), most));
    assertEquals(List.of(new Range(0, most)), file.missing(List.of(new Range(0, most)), most));
    assertEquals(
        List.of(new Range(0, most), new Range(most, 1)),
        file.missing(List.of(new Range(0, most + 1)), most));
    assertEquals(
        List.of(new Range(4 * most - 1, 1)),
        file.missing(List.of(new Range(4 * most - 1, 100)), most));
  }

  /// Parts that come at the same time in small pieces, as long as what is held of each and a byte
  /// more or less, with a hole between them that stays one.
  @Test
  void partsAreWrittenSideBySide() throws IOException {
    int most = Limits.CACHE_WRITE_BYTES;
    CachedFile file = new CachedFile(folder.resolve("x"), 8L * most);
    file.make();
    byte[] content = new byte[8 * most];
    long at = 0;
    List<OutputStream> parts = new ArrayList<>();
    List<Range> ranges = new ArrayList<>();
    Random random = new Random(20_261_126);
    for (int bytes : List.of(most - 1, most, most + 1, 1, 2 * most + 7)) {
      ranges.add(new Range(at, bytes));
      parts.add(file.from(at));
      at += bytes + 1;
    }
    for (int piece = 0; piece < 2 * most + 7; piece += 1000) {
      for (int i = 0; i < parts.size(); i++) {
        Range range = ranges.get(i);
        byte[] some = new byte[Math.clamp(range.bytes() - piece, 0, 1000)];
        random.nextBytes(some);
        System.arraycopy(some, 0, content, (int) (range.offset() + piece), some.length);
        parts.get(i).write(some, 0, some.length);
      }
    }
    for (OutputStream part : parts) {
      part.close();
    }
    assertArrayEquals(content, Files.readAllBytes(file.path()));
  }

  /// What is held of a part is no more than its bound: a byte more, and all is on the disk.
  @Test
  void holdsItsBoundOfAPartAndNoByteMore() throws IOException {
    int most = Limits.CACHE_WRITE_BYTES;
    CachedFile file = new CachedFile(folder.resolve("x"), most + 1L);
    file.make();
    byte[] ones = new byte[most - 1];
    Arrays.fill(ones, (byte) 1);
    try (OutputStream part = file.from(0)) {
      part.write(ones);
      assertEquals(0, Files.readAllBytes(file.path())[0]);
      part.write(1);
      assertEquals(1, Files.readAllBytes(file.path())[most - 1]);
      part.write(1);
      assertEquals(0, Files.readAllBytes(file.path())[most]);
    }
    assertEquals(1, Files.readAllBytes(file.path())[most]);
  }
}

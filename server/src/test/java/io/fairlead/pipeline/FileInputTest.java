package io.fairlead.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.Batches;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Which files a batch has.
class FileInputTest {
  private static final Deadline LONG = Deadline.after(Limits.PIPELINE_BATCH, () -> 0);

  private final List<RemoteFile> files = new ArrayList<>();
  private int lists;

  /// Has the files of the test, on no disk.
  private final class PaperPlace implements Place {
    @Override
    public List<RemoteFile> list(Deadline deadline) {
      lists++;
      return List.copyOf(files);
    }

    @Override
    public Path local(RemoteFile file, List<Range> ranges, Deadline deadline) {
      if (!files.contains(file)) {
        throw Problem.of(ProblemKind.REMOTE_REFUSED, file.name() + " is gone").refusal();
      }
      return Path.of(file.name());
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
    public void close() {}
  }

  private void add(String name, long bytes) {
    files.add(new RemoteFile(name, bytes, "e", Instant.EPOCH));
  }

  private Input.Brought next(FileInput input, Set<String> loaded, int most) {
    return input.next(new LoadedFiles(loaded, Path.of("nowhere")), most, LONG);
  }

  private FileInput input(String pattern) {
    return new FileInput(PaperPlace::new, new NamePattern(pattern));
  }

  private static List<String> names(Input.Brought brought) {
    return brought.pieces().stream().map(Batches.Piece::name).toList();
  }

  @Test
  void aBatchHasSoManyFilesAndOneListServesThemAll() {
    for (int i = 0; i <= Limits.PIPELINE_FILES; i++) {
      add("f%04d".formatted(i), 1);
    }
    FileInput input = input("*");
    Input.Brought first = next(input, Set.of(), 0);
    assertEquals(Limits.PIPELINE_FILES, first.pieces().size());
    assertTrue(first.more());
    Input.Brought second = next(input, Set.copyOf(names(first)), 0);
    assertEquals(List.of("f%04d".formatted(Limits.PIPELINE_FILES)), names(second));
    assertFalse(second.more());
    assertEquals(1, lists);
    assertEquals(1, next(input, Set.of(), 1).pieces().size());
  }

  @Test
  void aBatchHasSoManyBytesUnlessOneFileIsLarger() {
    add("a", Limits.PIPELINE_BATCH_BYTES - 1);
    add("b", 1);
    add("c", 1);
    add("d", Limits.PIPELINE_BATCH_BYTES + 1);
    FileInput input = input("*");
    assertEquals(List.of("a", "b"), names(next(input, Set.of(), 0)));
    assertEquals(List.of("c"), names(next(input, Set.of("a", "b"), 0)));
    assertEquals(List.of("d"), names(next(input, Set.of("a", "b", "c"), 0)));
  }

  @Test
  void patternsTakeNamesOfOneFolderOrOfAll() {
    add("a.csv", 1);
    add("a.csv.bak", 1);
    add("empty.csv", 0);
    add("sub/b.csv", 1);
    assertEquals(List.of("a.csv"), names(next(input("*.csv"), Set.of(), 0)));
    assertEquals(List.of("a.csv", "sub/b.csv"), names(next(input("**.csv"), Set.of(), 0)));
    assertEquals(List.of("a.csv", "a.csv.bak"), names(next(input("a"), Set.of(), 0)));
    assertEquals(List.of("sub/b.csv"), names(next(input("sub/?.csv"), Set.of(), 0)));
    assertEquals(
        List.of("a.csv", "a.csv.bak", "sub/b.csv"), names(next(input(""), Set.of(), 0)));
    assertEquals(List.of(), names(next(input("a.csv"), Set.of("a.csv", "a.csv.bak"), 0)));
  }

  @Test
  void aPlaceHasChangedWhenItsFilesOfThePatternHave() {
    add("a.csv", 1);
    FileInput input = input("*.csv");
    assertTrue(input.hasChanged(LONG));
    assertEquals(List.of("a.csv"), names(next(input, Set.of(), 0)));
    assertTrue(input.hasChanged(LONG), "a file waits");
    assertEquals(List.of(), names(next(input, Set.of("a.csv"), 0)));
    assertFalse(input.hasChanged(LONG));
    add("a.txt", 1);
    add("empty.csv", 0);
    assertFalse(input.hasChanged(LONG));
    add("b.csv", 1);
    assertTrue(input.hasChanged(LONG));
    assertEquals(List.of("b.csv"), names(next(input, Set.of("a.csv"), 0)));
    files.clear();
    assertEquals(List.of(), names(next(input, Set.of("a.csv", "b.csv"), 0)));
    assertFalse(input.hasChanged(LONG));
  }

  @Test
  void aFileThatVanishesBetweenTheListAndTheReadIsAReasonToListAgain() {
    add("a", 1);
    add("b", Limits.PIPELINE_BATCH_BYTES);
    add("c", 1);
    FileInput input = input("*");
    assertEquals(List.of("a"), names(next(input, Set.of(), 0)));
    files.remove(1);
    assertThrows(Refusal.class, () -> next(input, Set.of("a"), 0));
    assertEquals(List.of("c"), names(next(input, Set.of("a"), 0)));
    assertEquals(2, lists);
  }
}

package io.fairlead.external;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.engine.ExternalFiles.Range;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangesTest {
  private static Range range(long from, long to) {
    return new Range(from, to - from);
  }

  @Test
  void whatIsThereIsCountedOnce() {
    Ranges ranges = new Ranges();
    assertEquals(10, ranges.add(range(10, 20)));
    assertEquals(0, ranges.add(range(12, 18)));
    assertEquals(10, ranges.add(range(15, 30)));
    assertEquals(5, ranges.add(range(5, 10)));
    assertEquals(0, ranges.add(range(7, 7)));
    assertEquals(25, ranges.total());
    assertEquals(
        List.of(range(0, 5), range(30, 40)), ranges.missing(range(0, 40)));
    assertEquals(List.of(), ranges.missing(range(5, 30)));
  }

  /// Against a bit for each byte.
  @Test
  void asABitForEachByte() {
    long seed = 20_261_126;
    Random random = new Random(seed);
    Ranges ranges = new Ranges();
    BitSet bytes = new BitSet();
    for (int i = 0; i < 300; i++) {
      int from = random.nextInt(1000);
      int to = from + random.nextInt(20);
      int before = bytes.cardinality();
      bytes.set(from, to);
      assertEquals(
          bytes.cardinality() - before, ranges.add(range(from, to)), "seed " + seed + " " + i);
      int look = random.nextInt(1000);
      BitSet missing = new BitSet();
      for (Range hole : ranges.missing(range(look, look + 100))) {
        missing.set((int) hole.offset(), (int) (hole.offset() + hole.bytes()));
      }
      BitSet expected = new BitSet();
      expected.set(look, look + 100);
      expected.andNot(bytes);
      assertEquals(expected, missing, "seed " + seed + " " + i);
    }
  }
}

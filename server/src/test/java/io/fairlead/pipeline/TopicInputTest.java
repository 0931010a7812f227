package io.fairlead.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.connector.Link;
import io.fairlead.connector.TopicLink;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.pool.Lease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How the partitions of a topic are read.
class TopicInputTest {
  private static final Deadline LONG = Deadline.after(Limits.PIPELINE_BATCH, () -> 0);
  private static final int AT_ONCE = Limits.TOPIC_PARTITIONS_AT_ONCE;

  @TempDir Path folder = Path.of("");
  private int partitions = 2 * AT_ONCE;
  private String id = "one";
  private long latest = 1;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger highest = new AtomicInteger();
  private final CyclicBarrier together = new CyclicBarrier(AT_ONCE);

  /// Has one message in each partition, and gives it only when as many are asked for as may be.
  private final class CrowdedTopic implements TopicLink {
    @Override
    public Topic topic(String name, Deadline deadline) {
      return new Topic(
          id,
          IntStream.range(0, partitions).mapToObj(n -> new Partition(n, 0, latest)).toList());
    }

    @Override
    public long read(
        String topic, int partition, long from, long end, Messages to, Deadline deadline)
        throws IOException {
      highest.accumulateAndGet(running.incrementAndGet(), Math::max);
      try {
        together.await(1, TimeUnit.MINUTES);
      } catch (Exception alone) {
        throw new IllegalStateException("fewer are read at once", alone);
      }
      running.decrementAndGet();
      to.take(from, ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)));
      return from + 1;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isUsable(Deadline deadline) {
      return true;
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
  }

  private final class Leased implements Lease {
    @Override
    public Link link() {
      return new CrowdedTopic();
    }

    @Override
    public void abort() {}

    @Override
    public void close() {}
  }

  /// A pipeline that stands there in each partition.
  private record Standing(Map<Integer, Cursor> cursors, Path folder) implements Position {
    @Override
    public long lastBatch() {
      return 0;
    }

    @Override
    public Set<String> loaded(List<String> files) {
      return Set.of();
    }
  }

  private Position at(long next) {
    Map<Integer, Cursor> cursors = new HashMap<>();
    IntStream.range(0, partitions).forEach(n -> cursors.put(n, new Cursor("one", next)));
    return new Standing(cursors, folder);
  }

  private TopicInput input() {
    return new TopicInput(_ -> new Leased(), "t", false, 0, Optional.empty(), false);
  }

  @Test
  void soManyPartitionsAreReadAtOnceAndNotOneMore() throws IOException {
    List<Piece> pieces = input().next(at(0), 0, LONG).pieces();
    assertEquals(partitions, pieces.size());
    assertEquals(AT_ONCE, highest.get());
    for (int i = 0; i < partitions; i++) {
      assertEquals("partition " + i, pieces.get(i).name());
      assertEquals("{}\n", Files.readString(pieces.get(i).content()));
    }
  }

  @Test
  void aTopicHasChangedWhenItEndsElsewhereOrIsAnotherOne() {
    TopicInput input = input();
    assertTrue(input.hasChanged(LONG));
    assertEquals(List.of(), input.next(at(1), 0, LONG).pieces());
    assertFalse(input.hasChanged(LONG));
    partitions++;
    assertTrue(input.hasChanged(LONG));
    partitions--;
    assertFalse(input.hasChanged(LONG));
    id = "another";
    assertTrue(input.hasChanged(LONG));
    id = "one";
    latest = 2;
    assertTrue(input.hasChanged(LONG));
    assertEquals(partitions, input.next(at(1), 0, LONG).pieces().size());
    assertTrue(input.hasChanged(LONG));
  }
}

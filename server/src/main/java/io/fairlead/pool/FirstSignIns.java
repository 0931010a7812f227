package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.model.ObjectId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Lets one alone try a definition that has let nobody in yet; who comes meanwhile waits for what the
/// peer says to that one. Otherwise all links of a cold pool would try a dead password at once.
///
/// A definition that is proven is anybody's to try. When the first try ends without a verdict, those
/// who wait go all together: a peer that is down is not asked one after the other.
final class FirstSignIns {
  /// One's turn; closing it tells those who wait that the verdict is known.
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  private static final Turn ANYBODY = () -> {};

  private static final class First {
    private final Definition definition;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean isProven;

    private First(Definition definition) {
      this.definition = definition;
    }
  }

  private final Map<ObjectId, First> first = new ConcurrentHashMap<>();

  /// Waits, no longer than until the deadline, while somebody else is the first.
  Turn turn(ObjectId connection, Definition definition, Deadline deadline) {
    First mine = new First(definition);
    First there =
        first.compute(
            connection,
            (_, last) -> last != null && last.definition.equals(definition) ? last : mine);
    if (there == mine) {
      return () -> end(connection, mine);
    }
    if (!there.isProven) {
      await(there, deadline);
    }
    return ANYBODY;
  }

  private static void await(First there, Deadline deadline) {
    try {
      var _ = there.ended.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(ObjectId connection, First mine) {
    if (!mine.isProven) {
      first.remove(connection, mine);
    }
    mine.ended.countDown();
  }

  /// The peer has let somebody in.
  void proven(ObjectId connection, Definition definition) {
    First there = first.get(connection);
    if (there != null && there.definition.equals(definition)) {
      there.isProven = true;
    }
  }

  /// The peer has refused it: what was proven is so no more, and its next first try is one's alone.
  void refuted(ObjectId connection, Definition definition) {
    first.computeIfPresent(
        connection,
        (_, there) -> there.isProven && there.definition.equals(definition) ? null : there);
  }

  void forget(Predicate<ObjectId> isGone) {
    first.keySet().removeIf(isGone);
  }

  /// How many are kept.
  int size() {
    return first.size();
  }
}

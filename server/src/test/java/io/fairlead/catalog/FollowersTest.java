package io.fairlead.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FollowersTest {
  private static final int COMMITS = 50;

  /// Fails the first few times, then does its work.
  private static final class Stumbling implements Follower {
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<Long> handled = new ArrayList<>();
    private int failuresLeft = 2;

    @Override
    public String name() {
      return "stumbling";
    }

    @Override
    public void advance(Image before, Image after, List<Commit> between) {
      if (failuresLeft > 0) {
        failuresLeft--;
        throw new IllegalStateException("stumbled");
      }
      synchronized (handled) {
        assertTrue(between.isEmpty() || between.size() == after.sequence() - before.sequence());
        handled.add(after.sequence());
      }
      if (after.sequence() == COMMITS) {
        done.countDown();
      }
    }
  }

  @Test
  void aFollowerConvergesOnTheLastImageHoweverItStumbles() throws Exception {
    MemoryStore store = new MemoryStore();
    Stumbling follower = new Stumbling();
    try (Catalog catalog = new Catalog(store, InstantSource.system(), _ -> {})) {
      catalog.start();
      catalog.follow(follower);
      for (int i = 0; i < COMMITS; i++) {
        catalog.submit(Samples.put(Samples.connection(2L + i, "c" + i)));
      }
      assertTrue(follower.done.await(20, TimeUnit.SECONDS));
      synchronized (follower.handled) {
        List<Long> sorted = follower.handled.stream().sorted().toList();
        assertEquals(sorted, follower.handled, "told in commit order");
      }
    }
  }
}

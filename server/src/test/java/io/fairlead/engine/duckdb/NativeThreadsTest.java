package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class NativeThreadsTest {
  @Test
  void callsAtOnceAndCallsThatWait() throws Exception {
    fill(new NativeThreads(), Limits.ENGINE_THREADS, Limits.ENGINE_QUEUE);
  }

  @Test
  void remoteQueriesAtOnceAndThoseThatWait() throws Exception {
    fill(
        new NativeThreads(Limits.REMOTE_QUERIES, Limits.REMOTE_QUEUE),
        Limits.REMOTE_QUERIES,
        Limits.REMOTE_QUEUE);
  }

  private static void fill(NativeThreads filled, int atOnce, int queue) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(atOnce);
    try (NativeThreads threads = filled) {
      List<FutureTask<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < atOnce; i++) {
        tasks.add(
            threads.submit(
                () -> {
                  running.countDown();
                  gate.await();
                  return 1;
                }));
      }
      running.await();
      for (int i = 0; i < queue; i++) {
        tasks.add(threads.submit(() -> 1));
      }
      Refusal refusal = assertThrows(Refusal.class, () -> threads.submit(() -> 1));
      assertEquals(ProblemKind.BUSY, refusal.problem().kind());
      gate.countDown();
      for (FutureTask<Integer> task : tasks) {
        assertEquals(1, task.get());
      }
      assertEquals(1, threads.submit(() -> 1).get());
    }
  }
}

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
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(Limits.ENGINE_THREADS);
    try (NativeThreads threads = new NativeThreads()) {
      List<FutureTask<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < Limits.ENGINE_THREADS; i++) {
        tasks.add(
            threads.submit(
                () -> {
                  running.countDown();
                  gate.await();
                  return 1;
                }));
      }
      running.await();
      for (int i = 0; i < Limits.ENGINE_QUEUE; i++) {
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

package io.fairlead.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Work that runs at once.
class AtOnceTest {
  @Test
  void soManyRunAndNotOneMore() {
    int most = 3;
    CountDownLatch together = new CountDownLatch(most);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger highest = new AtomicInteger();
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < 4 * most; i++) {
      int number = i;
      work.add(
          () -> {
            highest.accumulateAndGet(running.incrementAndGet(), Math::max);
            together.countDown();
            together.await();
            running.decrementAndGet();
            return number;
          });
    }
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), AtOnce.run(work, most));
    assertEquals(most, highest.get());
    assertEquals(List.of(), AtOnce.run(List.<Callable<Integer>>of(), most));
  }

  @Test
  void theFirstFailureEndsTheRest() {
    CountDownLatch never = new CountDownLatch(1);
    List<Callable<Boolean>> work =
        List.of(
            () -> {
              throw Refusal.of(ProblemKind.DATA_ERROR, "bad");
            },
            () -> {
              never.await();
              return true;
            });
    Refusal refused = assertThrows(Refusal.class, () -> AtOnce.run(work, 2));
    assertEquals("bad", refused.problem().message());
  }

  @Test
  void whoeverIsInterruptedInterruptsTheWork() {
    CountDownLatch never = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    List<Callable<Boolean>> work =
        List.of(
            () -> {
              never.await();
              return true;
            });
    Refusal refused = assertThrows(Refusal.class, () -> AtOnce.run(work, 1));
    assertEquals(ProblemKind.STOPPING, refused.problem().kind());
    assertTrue(Thread.interrupted());
  }
}

package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.catalog.Image;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Many who come at once with a credential that nobody has tried.
class FirstSignInsTest {
  private static final ObjectId SHOP = new ObjectId(10);
  private static final Definition NEW =
      Definition.of(
          Image.EMPTY,
          Objects.connection(SHOP.number(), Map.of("host", new OptionValue.Text("new"))));
  private static final int MANY = 8;

  private final CredentialBackoff backoff = new CredentialBackoff(() -> 1);
  private final AtomicInteger tried = new AtomicInteger();
  private final CountDownLatch everybodyIsThere = new CountDownLatch(MANY);

  private static Deadline soon() {
    return Deadline.after(Duration.ofMinutes(1), System::nanoTime);
  }

  /// The first is at the peer until all others have come.
  private void signIn(Runnable verdict) {
    everybodyIsThere.countDown();
    try (var _ = backoff.turn(SHOP, NEW, soon())) {
      if (backoff.mustWait(SHOP, NEW).isEmpty()) {
        tried.incrementAndGet();
        assertTrue(everybodyIsThere.await(1, TimeUnit.MINUTES));
        verdict.run();
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  private void allSignIn(Runnable verdict) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < MANY; i++) {
        threads.execute(() -> signIn(verdict));
      }
    }
  }

  @Test
  void deadPasswordIsTriedOnce() {
    allSignIn(() -> backoff.refused(SHOP, NEW));
    assertEquals(1, tried.get());
    assertEquals(Optional.of(Limits.CREDENTIAL_STEP), backoff.mustWait(SHOP, NEW));
  }

  @Test
  void goodOneIsEverybodysAfterTheFirst() {
    allSignIn(() -> backoff.accepted(SHOP, NEW));
    assertEquals(MANY, tried.get());
    backoff.turn(SHOP, NEW, soon()).close();
    assertEquals(1, backoff.size());
  }

  @Test
  void firstOneWithoutAVerdictLetsTheOthersGo() {
    allSignIn(() -> {});
    assertEquals(MANY, tried.get());
    assertEquals(0, backoff.size());
  }

  @Test
  void nobodyWaitsPastTheDeadline() {
    try (var _ = backoff.turn(SHOP, NEW, soon())) {
      backoff.turn(SHOP, NEW, Deadline.after(Duration.ZERO, System::nanoTime)).close();
    }
    assertEquals(0, backoff.size());
  }

  @Test
  void connectionsThatAreGoneAreForgotten() {
    try (var _ = backoff.turn(SHOP, NEW, soon())) {
      backoff.refused(SHOP, NEW);
    }
    assertEquals(1, backoff.size());
    backoff.forget(id -> !id.equals(SHOP));
    assertEquals(1, backoff.size());
    backoff.forget(SHOP::equals);
    assertEquals(0, backoff.size());
  }

  @Test
  void aTestByHandThatPassesEndsTheStep() {
    backoff.refused(SHOP, NEW);
    assertTrue(backoff.mustWait(SHOP, NEW).isPresent());
    backoff.reset(SHOP);
    assertEquals(Optional.empty(), backoff.mustWait(SHOP, NEW));
  }
}

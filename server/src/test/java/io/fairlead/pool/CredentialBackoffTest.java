package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialBackoffTest {
  private static final ObjectId SHOP = new ObjectId(7);
  private static final Definition OLD = new Definition(Map.of(), Map.of());

  private long now = 1;
  private final CredentialBackoff backoff = new CredentialBackoff(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void aRefusedOneIsTriedOnceAStepAndStepsGrowUpToTheLongest() {
    assertEquals(Optional.empty(), backoff.mustWait(SHOP, OLD));
    Duration step = Limits.CREDENTIAL_STEP;
    for (int i = 0; i < 10; i++) {
      backoff.refused(SHOP, OLD);
      pass(step.minusNanos(1));
      assertEquals(Optional.of(Duration.ofNanos(1)), backoff.mustWait(SHOP, OLD));
      pass(Duration.ofNanos(1));
      assertEquals(Optional.empty(), backoff.mustWait(SHOP, OLD), "the step is over");
      assertTrue(backoff.mustWait(SHOP, OLD).isPresent(), "somebody tries it already");
      step =
          step.multipliedBy(2).compareTo(Limits.CREDENTIAL_STEP_MOST) < 0
              ? step.multipliedBy(2)
              : Limits.CREDENTIAL_STEP_MOST;
    }
    assertEquals(Limits.CREDENTIAL_STEP_MOST, step);
  }

  @Test
  void anotherDefinitionIsTriedAtOnce() {
    backoff.refused(SHOP, OLD);
    Definition other =
        new Definition(
            Map.of(
                SHOP,
                new Definition.Part("x", Options.NONE, List.of())),
            Map.of());
    assertEquals(Optional.empty(), backoff.mustWait(SHOP, other));
  }

  @Test
  void successEndsIt() {
    backoff.refused(SHOP, OLD);
    assertTrue(backoff.isRefused(SHOP));
    backoff.accepted(SHOP);
    assertFalse(backoff.isRefused(SHOP));
    assertEquals(Optional.empty(), backoff.mustWait(SHOP, OLD));
  }
}

package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.catalog.Image;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialBackoffTest {
  private static final ObjectId SHOP = new ObjectId(10);
  private static final Definition OLD = definition("old");
  private static final Definition NEW = definition("new");

  private long now = 1;
  private final CredentialBackoff backoff = new CredentialBackoff(() -> now);

  private static Definition definition(String host) {
    return Definition.of(
        Image.EMPTY,
        Objects.connection(SHOP.number(), Map.of("host", new OptionValue.Text(host))));
  }

  /// The step that is running now, to the nanosecond; afterwards it is over and claimed.
  private Duration step() {
    Duration step = backoff.mustWait(SHOP, OLD).orElseThrow();
    now += step.toNanos() - 1;
    assertEquals(Optional.of(Duration.ofNanos(1)), backoff.mustWait(SHOP, OLD));
    now++;
    assertEquals(Optional.empty(), backoff.mustWait(SHOP, OLD));
    return step;
  }

  @Test
  void stepsDoubleUpToTheLongest() {
    backoff.refused(SHOP, OLD);
    Duration expected = Limits.CREDENTIAL_STEP;
    while (expected.compareTo(Limits.CREDENTIAL_STEP_MOST) < 0) {
      assertEquals(expected, step());
      backoff.refused(SHOP, OLD);
      expected = expected.multipliedBy(2);
    }
    assertEquals(Limits.CREDENTIAL_STEP_MOST, step());
    backoff.refused(SHOP, OLD);
    assertEquals(Limits.CREDENTIAL_STEP_MOST, step());
  }

  @Test
  void oneOfManyTriesAtTheEndOfAStep() {
    backoff.refused(SHOP, OLD);
    step();
    assertEquals(Optional.of(Limits.CREDENTIAL_STEP), backoff.mustWait(SHOP, OLD));
  }

  @Test
  void thoseRefusedTogetherAreRefusedOnce() {
    assertTrue(backoff.refused(SHOP, OLD));
    assertFalse(backoff.refused(SHOP, OLD));
    assertFalse(backoff.refused(SHOP, OLD));
    assertEquals(Optional.of(Limits.CREDENTIAL_STEP), backoff.mustWait(SHOP, OLD));
  }

  @Test
  void anotherDefinitionIsTriedAtOnce() {
    backoff.refused(SHOP, OLD);
    assertEquals(Optional.empty(), backoff.mustWait(SHOP, NEW));
    assertTrue(backoff.refused(SHOP, NEW));
  }

  @Test
  void aSuccessEndsTheStep() {
    backoff.refused(SHOP, OLD);
    backoff.accepted(SHOP, OLD);
    assertEquals(Optional.empty(), backoff.mustWait(SHOP, OLD));
  }
}

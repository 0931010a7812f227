package io.fairlead.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.base.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {
  private static final Duration TICK = Duration.ofNanos(1);
  private final InetAddress here = address("192.0.2.1");
  private long now;
  private final SignInThrottle throttle = new SignInThrottle(() -> now, 3);

  @Test
  void fewFailuresCostNothingAndOneMoreCostsAPauseThatDoubles() {
    fail(here, "ann", Limits.SIGN_IN_FAILURES - 1);
    assertEquals(Duration.ZERO, throttle.pause(here, "ann"));
    fail(here, "ann", 1);
    assertEquals(Limits.SIGN_IN_PAUSE, throttle.pause(here, "ann"));
    pass(Limits.SIGN_IN_PAUSE.minus(TICK));
    assertEquals(TICK, throttle.pause(here, "ann"));
    pass(TICK);
    assertEquals(Duration.ZERO, throttle.pause(here, "ann"));
    fail(here, "ann", 1);
    assertEquals(Limits.SIGN_IN_PAUSE.multipliedBy(2), throttle.pause(here, "ann"));
    fail(here, "ann", 100);
    assertEquals(Limits.SIGN_IN_PAUSE_MOST, throttle.pause(here, "ann"));
  }

  @Test
  void othersDoNotWait() {
    fail(here, "ann", Limits.SIGN_IN_FAILURES);
    assertEquals(Duration.ZERO, throttle.pause(here, "bob"));
    assertEquals(Duration.ZERO, throttle.pause(address("192.0.2.2"), "ann"));
  }

  @Test
  void whoHoldsAnAddressOfIpv6HoldsItsNetwork() {
    fail(address("2001:db8::1"), "ann", Limits.SIGN_IN_FAILURES);
    assertEquals(Limits.SIGN_IN_PAUSE, throttle.pause(address("2001:db8::2:3"), "ann"));
    assertEquals(Duration.ZERO, throttle.pause(address("2001:db8:0:1::1"), "ann"));
  }

  @Test
  void successAndTimeForgive() {
    fail(here, "ann", Limits.SIGN_IN_FAILURES);
    throttle.succeeded(here, "ann");
    fail(here, "ann", Limits.SIGN_IN_FAILURES - 1);
    assertEquals(Duration.ZERO, throttle.pause(here, "ann"));

    pass(Limits.SIGN_IN_FORGIVEN.minus(TICK));
    throttle.pause(here, "ann");
    fail(here, "ann", 1);
    assertEquals(Limits.SIGN_IN_PAUSE, throttle.pause(here, "ann"));
    pass(Limits.SIGN_IN_FORGIVEN);
    throttle.pause(here, "ann");
    fail(here, "ann", 1);
    assertEquals(Duration.ZERO, throttle.pause(here, "ann"));
  }

  @Test
  void soManyAreRememberedAndTheOldestGivesWay() {
    for (String role : new String[] {"a", "b", "c"}) {
      fail(here, role, Limits.SIGN_IN_FAILURES);
    }
    assertEquals(Limits.SIGN_IN_PAUSE, throttle.pause(here, "a"));
    fail(here, "d", 1);
    assertEquals(Duration.ZERO, throttle.pause(here, "a"));
    assertEquals(Limits.SIGN_IN_PAUSE, throttle.pause(here, "b"));
  }

  private void fail(InetAddress from, String role, int times) {
    for (int i = 0; i < times; i++) {
      throttle.failed(from, role);
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException never) {
      throw new IllegalArgumentException(never);
    }
  }
}

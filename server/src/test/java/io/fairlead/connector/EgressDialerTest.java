package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EgressDialerTest {
  private static final EgressPolicy OPEN = new EgressPolicy(true, true);

  private static Deadline soon(Duration wait) {
    return Deadline.after(wait, System::nanoTime);
  }

  private static String failure(Dialer dialer, String host, Duration wait) {
    return assertThrows(StepFailed.class, () -> dialer.resolve(host, soon(wait))).cause();
  }

  @Test
  void oneRefusedAddressRefusesTheName() {
    InetAddress good = InetAddress.ofLiteral("192.168.0.1");
    InetAddress metadata = InetAddress.ofLiteral("169.254.169.254");
    Dialer dialer = new EgressDialer(OPEN, _ -> new InetAddress[] {good, metadata});
    assertEquals(
        "address 169.254.169.254 is in a range that no connection may use",
        failure(dialer, "rebound.example", Workbench.PATIENCE));
  }

  @Test
  void aNameIsLookedUpOnceAndALiteralNever() throws Exception {
    List<String> asked = new ArrayList<>();
    Dialer dialer =
        new EgressDialer(
            OPEN,
            name -> {
              asked.add(name);
              return new InetAddress[] {InetAddress.ofLiteral("192.168.0.1")};
            });
    dialer.resolve("db.example", soon(Workbench.PATIENCE));
    dialer.resolve("192.168.0.2", soon(Workbench.PATIENCE));
    assertThrows(StepFailed.class, () -> dialer.resolve("0177.0.0.1", soon(Workbench.PATIENCE)));
    assertEquals(List.of("db.example"), asked);
  }

  @Test
  void theCheckedAddressIsCheckedAgainWhenItIsConnectedTo() {
    Dialer dialer = new EgressDialer(new EgressPolicy(false, true));
    StepFailed failed =
        assertThrows(
            StepFailed.class,
            () -> dialer.connect(InetAddress.ofLiteral("127.0.0.1"), 1, soon(Workbench.PATIENCE)));
    assertEquals(
        "address 127.0.0.1 is a loopback address, which this server does not allow",
        failed.cause());
  }

  @Test
  void anUnknownName() {
    Dialer dialer =
        new EgressDialer(
            OPEN,
            _ -> {
              throw new UnknownHostException("text of the resolver");
            });
    assertEquals(
        "the host name is unknown", failure(dialer, "nowhere.example", Workbench.PATIENCE));
  }

  @Test
  void aNameServiceThatHangsHoldsNobodyAndHasABound() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(Limits.LOOKUPS_AT_ONCE);
    Dialer dialer =
        new EgressDialer(
            OPEN,
            _ -> {
              asked.countDown();
              awaitQuietly(answer);
              return new InetAddress[] {InetAddress.ofLiteral("192.168.0.1")};
            });
    for (int i = 0; i < Limits.LOOKUPS_AT_ONCE; i++) {
      assertEquals(
          "the name service gave no answer in time",
          failure(dialer, "slow.example", Duration.ofMillis(1)));
    }
    asked.await();
    assertEquals(
        "too many names are being looked up", failure(dialer, "slow.example", Workbench.PATIENCE));
    answer.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}

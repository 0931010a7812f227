package io.fairlead.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.Dialer;
import io.fairlead.connector.Probe;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Workbench;
import io.fairlead.connector.postgres.PostgresType;
import io.fairlead.model.Connection;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretStores;
import java.net.InetAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final Connection CONNECTION =
      new Workbench()
          .connection(
              "postgres", "host", "h", "user", "u", "database", "d", "ssl_mode", "disable");

  /// Runs something before it finds every name, and reaches nobody.
  private record Delayed(Runnable first) implements Dialer {
    @Override
    public List<InetAddress> resolve(String host, Deadline deadline) {
      first.run();
      return List.of(InetAddress.getLoopbackAddress());
    }

    @Override
    public Socket connect(InetAddress address, int port, Deadline deadline) throws StepFailed {
      throw new StepFailed("nobody is there");
    }

    @Override
    public void checkBeyondTunnel(String host) {}
  }

  private static Prober prober(Runnable first, AtomicLong now) {
    return new Prober(
        new Connectors(List.of(new PostgresType(Reveal.create()))),
        new SecretStores(List.of(new NoSecrets())),
        new Delayed(first),
        new SecretUses(InstantSource.system()),
        _ -> {},
        now::get);
  }

  private static String failure(Probe probe) {
    return probe.failedStep().map(step -> step.name() + ": " + step.failure()).orElse("none");
  }

  @Test
  void timeOfOneProbe() {
    for (int late = 0; late <= 1; late++) {
      AtomicLong now = new AtomicLong(1);
      long took = Limits.PROBE.toNanos() + late - 1;
      Prober prober = prober(() -> now.addAndGet(took), now);
      assertEquals(
          late == 0 ? "connect: nobody is there" : "connect: the time for this attempt is over",
          failure(prober.probe(Image.EMPTY, CONNECTION)));
    }
  }

  @Test
  void probesAtOnce() throws Exception {
    CountDownLatch running = new CountDownLatch(Limits.PROBES_AT_ONCE);
    CountDownLatch gate = new CountDownLatch(1);
    Prober prober =
        prober(
            () -> {
              running.countDown();
              try {
                gate.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            },
            new AtomicLong(1));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Limits.PROBES_AT_ONCE; i++) {
      threads.add(Thread.startVirtualThread(() -> prober.probe(Image.EMPTY, CONNECTION)));
    }
    running.await();
    Refusal refusal =
        assertThrows(Refusal.class, () -> prober.probe(Image.EMPTY, CONNECTION));
    assertEquals(ProblemKind.BUSY, refusal.problem().kind());
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals("connect: nobody is there", failure(prober.probe(Image.EMPTY, CONNECTION)));
  }
}

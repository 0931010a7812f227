package io.fairlead.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Image;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretFacts;
import io.fairlead.model.SecretVersion;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.VaultStatus;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class VaultsTest extends VaultDesk {
  @Test
  void aValueIsReadAfreshAtEveryUse() {
    peer.put("db/password", "one");
    assertEquals("one", read());
    peer.put("db/password", "two");
    assertEquals("two", read());
    assertEquals(2, peer.calls());
    assertEquals("t", peer.token());
  }

  @Test
  void whoAsksAtTheSameTimeSharesOneCall() throws Exception {
    peer.put("db/password", "one");
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch reached = peer.slow(gate, 1);
    List<String> got = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(Thread.ofPlatform().start(() -> got.add(read())));
    }
    reached.await();
    // The real clock never ends this wait: each of them is in the one call before the gate opens.
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(Collections.nCopies(20, "one"), got);
    assertEquals(1, peer.calls());
    assertEquals("one", read());
    assertEquals(2, peer.calls());
  }

  @Test
  void aSilentVaultIsBridgedForAsLongAsTheSecretAllows() {
    peer.put("db/password", "one");
    assertEquals("one", read());
    long then = nanos.get();
    peer.mood(VaultDouble.Mood.GONE);
    for (long late = 0; late <= 1; late++) {
      nanos.set(then + HOUR.toNanos() + late);
      if (late == 0) {
        assertEquals("one", read());
      } else {
        Problem problem = refused();
        assertEquals(ProblemKind.SECRET_UNAVAILABLE, problem.kind());
        assertEquals(
            "secret \"s\" cannot be read from credential storage \"v\": nobody is there",
            problem.message());
      }
    }
    peer.mood(VaultDouble.Mood.ANSWERS);
    peer.put("db/password", "two");
    assertEquals("two", read());
  }

  @Test
  void theAgeOfWhatIsUsedIsTold() {
    Secret secret = image.secret(LINKED).orElseThrow();
    assertEquals(VaultStatus.UNKNOWN, vaults.status(secret));
    peer.put("db/password", "one");
    read();
    assertEquals(Optional.empty(), vaults.status(secret).staleSince());
    assertEquals(Optional.empty(), vaults.status(secret).staleAge());
    Instant first = vaults.status(secret).lastRead().orElseThrow();
    peer.mood(VaultDouble.Mood.GONE);
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    read();
    nanos.addAndGet(Duration.ofMinutes(5).toNanos());
    read();
    for (VaultStatus status :
        List.of(vaults.status(secret), vaults.storageStatus(VAULT))) {
      assertEquals(Optional.of(first), status.lastRead());
      assertEquals(Optional.of(Duration.ofMinutes(10)), status.staleAge());
      assertEquals(Optional.of(first.plus(Duration.ofMinutes(5))), status.staleSince());
      assertEquals(
          Optional.of(
              new VaultStatus.Failure(first.plus(Duration.ofMinutes(10)), "nobody is there")),
          status.lastFailure());
    }
    peer.mood(VaultDouble.Mood.ANSWERS);
    read();
    VaultStatus again = vaults.status(secret);
    assertEquals(Optional.empty(), again.staleAge());
    assertTrue(again.lastFailure().isPresent());
  }

  @Test
  void aFailureIsToldThoughNothingWasEverRead() {
    peer.mood(VaultDouble.Mood.REFUSES);
    refused();
    VaultStatus status = vaults.status(image.secret(LINKED).orElseThrow());
    assertEquals(Optional.empty(), status.lastRead());
    assertEquals(Optional.empty(), status.staleSince());
    assertTrue(status.lastFailure().isPresent());
  }

  @Test
  void outcomesThatAreRemembered() {
    Outcomes<Integer> outcomes = new Outcomes<>();
    for (int i = 0; i <= Limits.VAULT_READINGS; i++) {
      if (i == Limits.VAULT_READINGS) {
        assertTrue(outcomes.status(0, Instant.EPOCH).lastFailure().isPresent());
        outcomes.silent(1, Instant.EPOCH, "nobody is there");
      }
      outcomes.silent(i, Instant.EPOCH, "nobody is there");
    }
    // The look at 0 has made it young, and 1 was called again.
    assertEquals(VaultStatus.UNKNOWN, outcomes.status(2, Instant.EPOCH));
    assertTrue(outcomes.status(1, Instant.EPOCH).lastFailure().isPresent());
  }

  @Test
  void withoutMaxStaleNothingIsUsedFromBefore() {
    image = image.with(linked("db/password", Optional.empty()));
    peer.put("db/password", "one");
    assertEquals("one", read());
    peer.mood(VaultDouble.Mood.GONE);
    assertEquals(ProblemKind.SECRET_UNAVAILABLE, refused().kind());
  }

  @Test
  void whatTheVaultRefusesOrDoesNotHaveIsNeverUsedFromBefore() {
    peer.put("db/password", "one");
    assertEquals("one", read());
    peer.mood(VaultDouble.Mood.REFUSES);
    assertEquals("Ask whose vault it is.", refused().hint());
    peer.mood(VaultDouble.Mood.GONE);
    assertTrue(refused().message().endsWith("nobody is there"));

    peer.mood(VaultDouble.Mood.ANSWERS);
    assertEquals("one", read());
    peer.take("db/password");
    assertTrue(refused().message().endsWith("there is no such value"));
    peer.mood(VaultDouble.Mood.GONE);
    assertTrue(refused().message().endsWith("nobody is there"));
  }

  @Test
  void theValueOfAnotherVaultIsNotUsedForThisOne() {
    peer.put("db/password", "one");
    assertEquals("one", read());
    image = image.with(vault(Options.of(Map.of("address", new OptionValue.Text("elsewhere")))));
    peer.mood(VaultDouble.Mood.GONE);
    assertEquals(ProblemKind.SECRET_UNAVAILABLE, refused().kind());
  }

  @Test
  void aVaultIsNotReachedThroughAVault() {
    Secret inside = linked("token", Optional.empty());
    image =
        image
            .with(inside)
            .with(vault(Options.of(Map.of("token", new OptionValue.SecretUse(LINKED)))));
    assertEquals(
        "credential storage \"v\" signs in with a secret that is in a credential storage itself",
        refused().message());
    assertEquals(0, peer.calls());
  }

  @Test
  void aStorageThatIsNoneIsRefusedInWords() {
    assertTrue(vaults.apply("local").isEmpty());
    SecretStore missing = vaults.apply("u99").orElseThrow();
    Refusal refusal =
        assertThrows(Refusal.class, () -> missing.read(SLOT, new MaterialRef("u99", "x")));
    assertEquals(ProblemKind.SECRET_UNAVAILABLE, refusal.problem().kind());
  }

  @Test
  void timeOfOneCall() {
    peer.put("db/password", "one");
    long start = nanos.get();
    read();
    mustEnd(start, Limits.VAULT_READ);
    var _ = store().keep(SLOT, SecretBytes.of("x"));
    mustEnd(nanos.get(), Limits.VAULT_WRITE);
  }

  private void mustEnd(long start, Duration time) {
    Deadline deadline = Objects.requireNonNull(peer.deadline());
    nanos.set(start + time.toNanos() - 1);
    assertFalse(deadline.hasPassed());
    nanos.set(start + time.toNanos());
    assertTrue(deadline.hasPassed());
  }

  @Test
  void callsAtOnce() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch reached = peer.slow(gate, Limits.VAULT_CALLS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Limits.VAULT_CALLS; i++) {
      String name = "n" + i;
      peer.put(name, "x");
      threads.add(Thread.startVirtualThread(() -> assertEquals("x", read(name))));
    }
    reached.await();
    Refusal refusal = assertThrows(Refusal.class, () -> read("one more"));
    assertTrue(
        refusal.problem().message().endsWith("too many calls of vaults are running"));
    gate.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    peer.put("one more", "x");
    assertEquals("x", read("one more"));
  }

  @Test
  void aLateCallIsNotJoined() throws Exception {
    Flights<Place, String> flights = new Flights<>();
    Place place = new Place(VAULT, "slow");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Deadline first = Deadline.after(HOUR, nanos::get);
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              try {
                assertEquals("late", flights.share(place, first, _ -> awaited(begun, gate)));
              } catch (StepFailed failed) {
                throw new AssertionError(failed);
              }
            });
    begun.await();
    nanos.addAndGet(HOUR.toNanos());
    Deadline second = Deadline.after(HOUR, nanos::get);
    assertEquals("prompt", flights.share(place, second, _ -> "prompt"));
    gate.countDown();
    waiting.join();
    assertEquals(0, flights.size());
  }

  private static String awaited(CountDownLatch begun, CountDownLatch gate) {
    begun.countDown();
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return "late";
  }

  @Test
  void readingsThatAreRemembered() {
    LastReadings readings = new LastReadings(nanos::get);
    for (int i = 0; i <= Limits.VAULT_READINGS; i++) {
      if (i == Limits.VAULT_READINGS) {
        assertEquals(Limits.VAULT_READINGS, readings.size());
      }
      readings.read(new Place(VAULT, "" + i), Options.NONE, i, new byte[] {1});
    }
    assertEquals(Limits.VAULT_READINGS, readings.size());
    assertTrue(readings.last(new Place(VAULT, "0"), Options.NONE, HOUR).isEmpty());
    assertTrue(readings.last(new Place(VAULT, "1"), Options.NONE, HOUR).isPresent());
  }

  @Test
  void bytesOfValuesThatAreRemembered() {
    LastReadings readings = new LastReadings(nanos::get);
    byte[] most = new byte[Limits.VAULT_READING_BYTES - 1];
    keep(readings, "large", most);
    keep(readings, "small", new byte[1]);
    assertEquals(2, readings.size());
    keep(readings, "one more", new byte[1]);
    assertEquals(2, readings.size());
    assertTrue(readings.last(new Place(VAULT, "large"), Options.NONE, HOUR).isEmpty());
    assertTrue(readings.last(new Place(VAULT, "small"), Options.NONE, HOUR).isPresent());
  }

  private static void keep(LastReadings readings, String name, byte[] sealed) {
    readings.read(new Place(VAULT, name), Options.NONE, 1, sealed);
  }

  @Test
  void sealedValuesShowNothingAndOpenAgain() {
    Seal seal = Seal.fresh(new SecureRandom(), REVEAL);
    byte[] sealed = seal.close(SecretBytes.of("CNRY-sealed"));
    String text = new String(sealed, StandardCharsets.ISO_8859_1);
    assertFalse(text.contains("CNRY"));
    assertEquals("CNRY-sealed", seal.open(sealed).revealText(REVEAL));
  }

  @Test
  void whatIsDroppedIsTakenOutOfTheVaultSoonAfter() throws Exception {
    MaterialRef kept = store().keep(SLOT, SecretBytes.of("x"));
    Secret stored =
        new Secret(
            header(LINKED, "s"),
            Secret.TEXT,
            List.of(new SecretVersion(1, kept, NOW)),
            Optional.of(VAULT),
            Optional.empty(),
            SecretFacts.NONE, Optional.empty(), Optional.empty());
    Image before = image.with(stored);
    Change drop = Change.Drop.of(stored);
    try (VaultForgetting forgetting = new VaultForgetting(vaults)) {
      forgetting.start();
      forgetting.advance(before, before.after(drop), List.of(commit(drop)));
      while (!peer.values().isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }

  private static Commit commit(Change... changes) {
    return new Commit(1, NOW, "test", "DROP SECRET s", List.of(changes));
  }

  @Test
  void linkedValuesAreNotTakenOutOfTheVault() {
    peer.put("db/password", "one");
    read();
    Secret secret = image.secret(LINKED).orElseThrow();
    Change drop = Change.Drop.of(secret);
    try (VaultForgetting forgetting = new VaultForgetting(vaults)) {
      forgetting.advance(image, image.after(drop), List.of(commit(drop)));
      assertEquals(0, forgetting.waiting());
      assertEquals(VaultStatus.UNKNOWN, vaults.status(secret));
    }
  }

  @Test
  void removalsThatWait() {
    try (VaultForgetting forgetting = new VaultForgetting(vaults)) {
      for (int i = 0; i <= Limits.VAULT_REMOVALS; i++) {
        Secret gone =
            new Secret(
                header(new ObjectId(1000 + i), "g" + i),
                Secret.TEXT, List.of(version(VAULT.toString(), "k" + i)));
        Image before = Image.EMPTY.with(gone);
        Change drop = Change.Drop.of(gone);
        forgetting.advance(before, before.after(drop), List.of(commit(drop)));
        assertEquals(Math.min(i + 1, Limits.VAULT_REMOVALS), forgetting.waiting());
      }
    }
  }
}

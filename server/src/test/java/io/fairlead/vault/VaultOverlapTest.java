package io.fairlead.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Limits;
import io.fairlead.base.Refusal;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.pool.GuardedSignIns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VaultOverlapTest extends VaultDesk {
  /// A store whose material says what it holds.
  private void guarded() {
    signIns = new GuardedSignIns(connectors, this::time, nanos::get)::on;
  }

  /// The vault signs in with `new`, and did so with `t` before.
  private void overlap() {
    guarded();
    ObjectId fresh = new ObjectId(70);
    image =
        image
            .with(new Secret(header(fresh, "fresh"), Secret.TEXT, List.of(version("local", "new"))))
            .with(
                vault(Options.of(Map.of("token", new OptionValue.SecretUse(fresh))))
                    .withOverlap(
                        Optional.of(
                            new CredentialOverlap(
                                Options.of(
                                    Map.of(
                                        "token",
                                        new OptionValue.SecretUse(TOKEN, Optional.of(1)))),
                                Instant.EPOCH.plus(HOUR),
                                20))));
    peer.put("db/password", "one");
  }

  @Test
  void refusedTokenFallsBackAndIsTriedOnceAStep() {
    overlap();
    peer.accept(false, "t");
    assertEquals("one", read());
    assertEquals(List.of("new", "t"), peer.tried());
    assertEquals("one", read());
    assertEquals(List.of("t"), peer.tried());
    nanos.addAndGet(Limits.CREDENTIAL_STEP.toNanos());
    assertEquals("one", read());
    assertEquals(List.of("new", "t"), peer.tried());
    assertEquals(2, uses.refusals(new ObjectId(70), 1));
    assertEquals(0, uses.signIns(VAULT, new ObjectId(70), 1));
    assertEquals(3, uses.signIns(VAULT, TOKEN, 1));
  }

  @Test
  void deadTokenIsShownOnceAStepWhereThereIsNoOverlap() {
    guarded();
    peer.accept(false, "other");
    refused();
    assertEquals(List.of("t"), peer.tried());
    refused();
    refused();
    assertEquals(List.of(), peer.tried());
    nanos.addAndGet(Limits.CREDENTIAL_STEP.toNanos());
    refused();
    assertEquals(List.of("t"), peer.tried());
  }

  @Test
  void vaultThatLooksAtTheTokenLateFallsBackForEachCallAndProvesNothing() {
    overlap();
    peer.accept(true, "t");
    assertEquals("one", read());
    assertEquals("one", read());
    assertEquals(List.of("new", "t", "new", "t"), peer.tried());
    assertEquals(2, uses.refusals(VAULT, new ObjectId(70), 1));
    assertEquals(0, uses.signIns(VAULT, new ObjectId(70), 1));
    peer.accept(true, "new");
    assertEquals("one", read());
    assertEquals(List.of("new"), peer.tried());
    assertEquals(1, uses.signIns(VAULT, new ObjectId(70), 1));
    assertThrows(Refusal.class, () -> read("nothing"));
    assertEquals(1, uses.signIns(VAULT, new ObjectId(70), 1), "no answer, no proof");
  }

  @Test
  void notAfterTheEndOfTheOverlap() {
    overlap();
    peer.accept(true, "t");
    nanos.addAndGet(HOUR.toNanos());
    refused();
    assertEquals(List.of("new"), peer.tried());
  }
}

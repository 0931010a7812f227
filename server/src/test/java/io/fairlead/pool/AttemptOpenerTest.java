package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.ValueOverlap;
import io.fairlead.secret.SecretStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which passwords are tried at a peer, and how often: the account must not be locked.
class AttemptOpenerTest {
  private static final ObjectId SHOP = new ObjectId(10);
  private static final ObjectId OLD = new ObjectId(30);
  private static final ObjectId NEW = new ObjectId(31);
  private static final Duration TIME = Duration.ofMinutes(15);
  private static final int PROOFS = 20;

  private final GuardedType peer = new GuardedType();
  private final Connectors connectors = new Connectors(List.of(peer));
  private long now = 1;
  private final SecretUses uses = new SecretUses(this::time);
  private final AttemptOpener opener =
      new AttemptOpener(
          connectors,
          new SecretStores(List.of(new SpellsItsKeys())),
          new EgressDialer(new EgressPolicy(true, true)),
          uses,
          new GuardedSignIns(connectors, this::time, () -> now),
          () -> now);
  private final Connection shop =
      Objects.connection(SHOP.number(), Map.of("password", new SecretUse(NEW)))
          .withOverlap(
              Optional.of(
                  new CredentialOverlap(
                      Options.of(Map.of("password", new SecretUse(OLD, Optional.of(1)))),
                      Instant.EPOCH.plus(TIME),
                      PROOFS)));
  private Image image =
      Image.EMPTY
          .with(Objects.secret(OLD.number()))
          .with(Objects.secret(NEW.number()))
          .with(shop);

  private Instant time() {
    return Instant.EPOCH.plusNanos(now - 1);
  }

  private void open() throws StepFailed {
    opener
        .open(
            image,
            image.connection(SHOP).orElseThrow(),
            Deadline.after(Duration.ofMinutes(1), () -> now))
        .close();
  }

  private StepFailed refused() {
    return assertThrows(StepFailed.class, this::open);
  }

  private void tried(String... passwords) {
    assertEquals(List.of(passwords), peer.tried);
    peer.tried.clear();
  }

  private void withoutOverlap() {
    image = image.with(shop.withOverlap(Optional.empty()));
  }

  @Test
  void refusedOneFallsBackAndIsTriedOnceAStep() throws StepFailed {
    peer.passwords.add("30.1");
    open();
    tried("31.1", "30.1");
    open();
    tried("30.1");
    now += Limits.CREDENTIAL_STEP.toNanos() - 1;
    open();
    tried("30.1");
    now++;
    open();
    tried("31.1", "30.1");
    assertEquals(2, uses.refusals(NEW, 1), "what was not tried was not refused");
    assertEquals(0, uses.refusals(OLD, 1));
  }

  @Test
  void newOneServesAsSoonAsThePeerChanges() throws StepFailed {
    peer.passwords.add("30.1");
    open();
    peer.passwords.clear();
    peer.passwords.add("31.1");
    peer.tried.clear();
    open();
    tried("30.1", "31.1");
    open();
    tried("31.1");
  }

  @Test
  void twoDeadPasswordsAreDialledOncePerStep() {
    refused();
    tried("31.1", "30.1");
    for (int i = 0; i < 10; i++) {
      assertTrue(refused().isCredentialRefused());
    }
    tried();
    now += Limits.CREDENTIAL_STEP.toNanos();
    refused();
    refused();
    tried("31.1", "30.1");
  }

  @Test
  void peerThatIsChangedToAnUnknownPasswordIsAskedForTheNewOneOnceMore() throws StepFailed {
    peer.passwords.add("30.1");
    open();
    peer.passwords.clear();
    peer.tried.clear();
    refused();
    tried("30.1", "31.1");
    refused();
    tried();
  }

  @Test
  void nothingElseFallsBack() {
    peer.isDown = true;
    peer.passwords.add("30.1");
    assertEquals("nobody is there", refused().cause());
    tried("31.1");
  }

  @Test
  void notAfterItsTime() throws StepFailed {
    peer.passwords.add("30.1");
    now += TIME.toNanos() - 1;
    open();
    tried("31.1", "30.1");
    now++;
    assertTrue(refused().isCredentialRefused());
    tried();
  }

  @Test
  void withoutFallbackTheRefusalIsRepeatedWithoutDialling() {
    withoutOverlap();
    assertEquals("the password is wrong", refused().cause());
    tried("31.1");
    assertEquals(
        "the last sign-in was refused, and the next one is made in 1 s", refused().cause());
    tried();
  }

  @Test
  void newValueIsTriedAtOnce() throws StepFailed {
    withoutOverlap();
    refused();
    peer.passwords.add("u31.2");
    image = Objects.put(image, Objects.changed(Objects.secret(NEW.number())));
    peer.tried.clear();
    open();
    tried("u31.2");
  }

  @Test
  void earlierValueOfTheSameSecret() throws StepFailed {
    withoutOverlap();
    Secret changed =
        Objects.changed(Objects.secret(NEW.number()))
            .withOverlap(Optional.of(new ValueOverlap(1, Instant.EPOCH.plus(TIME), PROOFS)));
    image = image.with(changed);
    peer.passwords.add("31.1");
    open();
    tried("u31.2", "31.1");
    assertEquals(0, uses.signIns(SHOP, NEW, 2));
    assertEquals(1, uses.signIns(SHOP, NEW, 1));
  }

  @Test
  void versionThatIsNotKeptIsNoFallback() {
    CredentialOverlap gone =
        new CredentialOverlap(
            Options.of(Map.of("password", new SecretUse(OLD, Optional.of(7)))),
            Instant.EPOCH.plus(TIME),
            PROOFS);
    image = image.with(shop.withOverlap(Optional.of(gone)));
    assertEquals("the password is wrong", refused().cause());
    tried("31.1");
    assertFalse(uses.count(OLD, 1).isPresent());
  }
}

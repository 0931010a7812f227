package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Attempt;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.ObjectSurroundings;
import io.fairlead.connector.Probe;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.Header;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.ConnectionUse;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.secret.SecretStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The connections that another goes through or signs with fall back by themselves, and are guarded as
/// it is.
class InnerSignInsTest {
  private static final ObjectId SHOP = new ObjectId(10);
  private static final ObjectId INNER = new ObjectId(11);
  private static final ObjectId OLD = new ObjectId(30);
  private static final ObjectId NEW = new ObjectId(31);
  private static final ObjectId OWN = new ObjectId(32);
  private static final Duration TIME = Duration.ofMinutes(15);

  private final GuardedOthers inner = new GuardedOthers();
  private final ThroughOthers peer = new ThroughOthers();
  private final Connectors connectors = new Connectors(List.of(inner, peer));
  private final SecretStores secrets = new SecretStores(List.of(new SpellsItsKeys()));
  private final EgressDialer dialer = new EgressDialer(new EgressPolicy(true, true));
  private long now = 1;
  private final SecretUses uses = new SecretUses(this::time);
  private final AttemptOpener opener =
      new AttemptOpener(
          connectors,
          secrets,
          dialer,
          uses,
          new GuardedSignIns(connectors, this::time, () -> now),
          () -> now);
  private Image image =
      Image.EMPTY
          .with(Objects.secret(OLD.number()))
          .with(Objects.secret(NEW.number()))
          .with(Objects.secret(OWN.number()))
          .with(
              connection(INNER, GuardedOthers.NAME, Map.of("password", new SecretUse(NEW)))
                  .withOverlap(
                      Optional.of(
                          new CredentialOverlap(
                              Options.of(Map.of("password", new SecretUse(OLD, Optional.of(1)))),
                              Instant.EPOCH.plus(TIME),
                              20))));

  private static Connection connection(
      ObjectId id, String type, Map<String, OptionValue> options) {
    Header header = Objects.header(id.number());
    return new Connection(header, type, Options.of(options), List.of(), "test");
  }

  private Instant time() {
    return Instant.EPOCH.plusNanos(now - 1);
  }

  private void throughTunnel() {
    image =
        image.with(
            connection(
                SHOP,
                ThroughOthers.NAME,
                Map.of("tunnel", new ConnectionUse(INNER), "password", new SecretUse(OWN))));
    peer.passwords.add("32.1");
  }

  private void signedFor() {
    image =
        image.with(
            connection(SHOP, ThroughOthers.NAME, Map.of("signer", new ConnectionUse(INNER))));
  }

  private void withoutOverlap() {
    image = image.with(image.connection(INNER).orElseThrow().withOverlap(Optional.empty()));
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

  private static void were(List<String> tried, String... passwords) {
    assertEquals(List.of(passwords), List.copyOf(tried));
    tried.clear();
  }

  @Test
  void tunnelFallsBackAndIsTriedOnceAStep() throws StepFailed {
    throughTunnel();
    inner.passwords.add("30.1");
    open();
    were(inner.tried, "31.1", "30.1");
    were(peer.tried, "32.1");
    open();
    were(inner.tried, "30.1");
    now += Limits.CREDENTIAL_STEP.toNanos();
    open();
    were(inner.tried, "31.1", "30.1");
    assertEquals(2, uses.refusals(INNER, NEW, 1));
    assertEquals(0, uses.signIns(INNER, NEW, 1));
    assertEquals(3, uses.signIns(INNER, OLD, 1));
    assertEquals(3, uses.signIns(SHOP, OWN, 1));
    assertEquals(0, uses.refusals(SHOP, OWN, 1));
  }

  @Test
  void tunnelThatRefusesIsNoRefusalOfWhatGoesThroughIt() {
    throughTunnel();
    withoutOverlap();
    StepFailed first = refused();
    assertEquals("the inner password is wrong", first.cause());
    assertFalse(first.isCredentialRefused());
    were(inner.tried, "31.1");
    for (int i = 0; i < 10; i++) {
      assertFalse(refused().isCredentialRefused());
    }
    were(inner.tried);
    were(peer.tried);
    now += Limits.CREDENTIAL_STEP.toNanos();
    refused();
    refused();
    were(inner.tried, "31.1");
    assertEquals(2, uses.refusals(NEW, 1));
    assertEquals(0, uses.refusals(OWN, 1));
  }

  @Test
  void tunnelThatLetsInProvesTheNewOne() throws StepFailed {
    throughTunnel();
    inner.passwords.add("31.1");
    open();
    open();
    were(inner.tried, "31.1", "31.1");
    assertEquals(2, uses.signIns(INNER, NEW, 1));
  }

  @Test
  void refusedPasswordBehindATunnelIsNotTheTunnels() {
    throughTunnel();
    withoutOverlap();
    inner.passwords.add("31.1");
    peer.passwords.clear();
    assertEquals("the password is wrong", refused().cause());
    were(inner.tried, "31.1");
    assertEquals(1, uses.refusals(SHOP, OWN, 1));
    assertEquals(0, uses.refusals(INNER, NEW, 1));
  }

  @Test
  void signerFallsBackByItselfAndIsTriedOnceAStep() throws StepFailed {
    signedFor();
    inner.passwords.add("30.1");
    peer.passwords.add("30.1");
    open();
    were(inner.tried, "31.1", "30.1");
    open();
    were(inner.tried, "30.1");
    were(peer.tried, "30.1", "30.1");
    assertEquals(1, uses.refusals(INNER, NEW, 1));
  }

  @Test
  void receiverThatRefusesASignatureFallsBackToTheSignerOfBefore() throws StepFailed {
    signedFor();
    inner.signsBlindly = true;
    peer.passwords.add("30.1");
    open();
    were(peer.tried, "31.1", "30.1");
    open();
    were(peer.tried, "30.1");
    now += Limits.CREDENTIAL_STEP.toNanos();
    open();
    were(peer.tried, "31.1", "30.1");
    assertEquals(2, uses.refusals(INNER, NEW, 1));
    assertEquals(0, uses.signIns(INNER, NEW, 1));
    assertEquals(3, uses.signIns(INNER, OLD, 1));
    peer.passwords.clear();
    peer.passwords.add("31.1");
    now += Limits.CREDENTIAL_STEP_MOST.toNanos();
    open();
    were(peer.tried, "31.1");
    assertEquals(1, uses.signIns(INNER, NEW, 1));
  }

  @Test
  void twoDeadSignaturesAreShownOncePerStep() {
    signedFor();
    inner.signsBlindly = true;
    refused();
    were(peer.tried, "31.1", "30.1");
    for (int i = 0; i < 10; i++) {
      refused();
    }
    were(peer.tried);
  }

  @Test
  void probesProveThePresentOneAlone() {
    throughTunnel();
    inner.passwords.add("30.1");
    ObjectSurroundings around = new ObjectSurroundings(image::object, connectors, secrets);
    Connection shop = image.connection(SHOP).orElseThrow();
    Deadline deadline = Deadline.after(Duration.ofMinutes(1), () -> now);
    try (Attempt attempt = new Attempt(shop, around, dialer, deadline, () -> now)) {
      Probe probe = attempt.probe(peer);
      assertEquals("tunnel o11: sign in", probe.failedStep().orElseThrow().name());
      assertEquals(
          List.of(INNER),
          attempt.secretsRefused().stream().map(read -> read.connection()).toList());
    }
    were(inner.tried, "31.1");
  }
}

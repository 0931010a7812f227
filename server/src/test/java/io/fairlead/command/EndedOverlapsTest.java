package io.fairlead.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.MemoryStore;
import io.fairlead.catalog.Proposal;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.ObjectSurroundings;
import io.fairlead.connector.SecretRead;
import io.fairlead.connector.SecretUses;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.model.ValueOverlap;
import io.fairlead.secret.SecretStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When the server takes away an overlap by itself.
class EndedOverlapsTest {
  private static final ObjectId OWNER = new ObjectId(1);
  private static final ObjectId SHOP = new ObjectId(10);
  private static final ObjectId STORE = new ObjectId(11);
  private static final ObjectId OLD = new ObjectId(30);
  private static final ObjectId NEW = new ObjectId(31);
  private static final Touch MADE = new Touch(Instant.EPOCH, "test");
  private static final Duration TIME = Duration.ofMinutes(15);
  private static final int PROOFS = 3;

  private Instant now = Instant.EPOCH;
  private final MemoryStore store = new MemoryStore();
  private final Catalog catalog = new Catalog(store, () -> now, EndedOverlapsTest::broken);
  private final SecretUses uses = new SecretUses(() -> now);
  private final EndedOverlaps ended = new EndedOverlaps(catalog, uses, () -> now);

  private static void broken(Throwable failure) {
    throw new AssertionError(failure);
  }

  private static Header header(ObjectId id) {
    return Header.first(id, new Name("public", "o" + id.number()), OWNER, MADE);
  }

  private static Secret secret(ObjectId id) {
    MaterialRef material = new MaterialRef("none", id.number() + ".1");
    return new Secret(header(id), Secret.TEXT, List.of(new SecretVersion(1, material, MADE)));
  }

  private static Connection shop() {
    Options before = Options.of(Map.of("password", new SecretUse(OLD, Optional.of(1))));
    return new Connection(
            header(SHOP),
            "postgres",
            Options.of(Map.of("password", new SecretUse(NEW))),
            List.of(),
            "materialize")
        .withOverlap(Optional.of(new CredentialOverlap(before, Instant.EPOCH.plus(TIME), PROOFS)));
  }

  @BeforeEach
  void start() {
    catalog.start();
    catalog.follow(ended);
    put(new Change.Put(secret(OLD)), new Change.Put(secret(NEW)), new Change.Put(shop()));
  }

  @AfterEach
  void stop() {
    ended.close();
    catalog.close();
  }

  private void put(Change... changes) {
    catalog.submit(
        new Proposal<>("test", "", "", (_, _) -> new Decision<>(List.of(changes), 0)));
    // Followers are told in the background; a new one hears of everything that there is.
    ended.advance(catalog.image(), catalog.image(), List.of());
  }

  private boolean lasts() {
    ended.end();
    return catalog.image().connection(SHOP).orElseThrow().overlap().isPresent();
  }

  private void signIn(ObjectId connection, SecretUses.By by) {
    uses.record(
        List.of(new SecretRead(connection, new SecretUse(NEW))),
        new ObjectSurroundings(
            catalog.image()::object,
            new Connectors(List.of()),
            new SecretStores(List.of(new NoSecrets()))),
        by);
  }

  @Test
  void whenItsTimeIsOver() {
    now = Instant.EPOCH.plus(TIME).minusNanos(1);
    assertTrue(lasts());
    assertFalse(
        EndedOverlaps.made(catalog.image().connection(SHOP).orElseThrow(), catalog.image()));
    now = now.plusNanos(1);
    assertFalse(lasts());
    assertEquals("server", catalog.image().get(SHOP).header().updated().by());
    assertTrue(EndedOverlaps.made(catalog.image().connection(SHOP).orElseThrow(), catalog.image()));
  }

  @Test
  void whenTheNewOneIsProved() {
    for (int i = 1; i < PROOFS; i++) {
      signIn(SHOP, SecretUses.By.LINK);
    }
    assertTrue(lasts());
    signIn(SHOP, SecretUses.By.LINK);
    assertFalse(lasts());
  }

  @Test
  void notByWhatApplicationsAreTold() {
    for (int i = 0; i < PROOFS; i++) {
      signIn(SHOP, SecretUses.By.RESOLVE);
    }
    assertTrue(lasts());
  }

  @Test
  void notByOtherConnections() {
    for (int i = 0; i < PROOFS; i++) {
      signIn(STORE, SecretUses.By.LINK);
    }
    assertTrue(lasts());
  }

  @Test
  void oneOfASecretEndsWithTheSignInsOfAllWhoUseIt() {
    Secret changed =
        secret(NEW)
            .withValue(new MaterialRef("none", "31.2"), MADE)
            .withOverlap(Optional.of(new ValueOverlap(1, Instant.EPOCH.plus(TIME), PROOFS)));
    put(new Change.Put(changed));
    for (int i = 1; i < PROOFS; i++) {
      signIn(i % 2 == 0 ? SHOP : STORE, SecretUses.By.LINK);
    }
    ended.end();
    assertTrue(catalog.image().secret(NEW).orElseThrow().overlap().isPresent());
    signIn(STORE, SecretUses.By.LINK);
    ended.end();
    assertFalse(catalog.image().secret(NEW).orElseThrow().overlap().isPresent());
  }

  @Test
  void nothingIsWrittenWhileItLasts() {
    long sequence = catalog.image().sequence();
    assertTrue(lasts());
    assertEquals(sequence, catalog.image().sequence());
  }
}

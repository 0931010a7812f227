package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretStores;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretUsesTest {
  private static final ObjectId SHOP = new ObjectId(1);
  private static final ObjectId STORE = new ObjectId(2);
  private static final ObjectId PASSWORD = new ObjectId(3);
  private static final Touch NOW = new Touch(Instant.EPOCH, "test");

  private final SecretUses uses = new SecretUses(() -> Instant.EPOCH);

  private static Secret at(int version) {
    return new Secret(
        Header.first(PASSWORD, new Name("public", "pw"), new ObjectId(9), NOW),
        Secret.TEXT,
        List.of(new SecretVersion(version, new MaterialRef("test", "k"), NOW)));
  }

  private void record(ObjectId connection, int version, SecretUses.By by) {
    Optional<CatalogObject> secret = Optional.of(at(version));
    uses.record(
        List.of(new SecretRead(connection, new SecretUse(PASSWORD))),
        new ObjectSurroundings(
            _ -> secret, new Connectors(List.of()), SecretUsesTest.noStores()),
        by);
  }

  private static SecretStores noStores() {
    return new SecretStores(List.of(new ForgetfulStore()));
  }

  @Test
  void whatApplicationsAreToldProvesNothing() {
    record(SHOP, 1, SecretUses.By.LINK);
    record(SHOP, 1, SecretUses.By.RESOLVE);
    record(SHOP, 1, SecretUses.By.PROBE);
    assertEquals(3, uses.count(PASSWORD, 1).orElseThrow().uses());
    assertEquals(2, uses.count(PASSWORD, 1).orElseThrow().signIns());
    assertEquals(2, uses.signIns(SHOP, PASSWORD, 1));
  }

  @Test
  void eachConnectionProvesForItself() {
    record(STORE, 1, SecretUses.By.LINK);
    assertEquals(0, uses.signIns(SHOP, PASSWORD, 1));
    assertEquals(1, uses.signIns(STORE, PASSWORD, 1));
  }

  @Test
  void anotherVersionInBetweenStartsAnew() {
    record(SHOP, 2, SecretUses.By.LINK);
    record(SHOP, 1, SecretUses.By.LINK);
    record(SHOP, 2, SecretUses.By.LINK);
    assertEquals(1, uses.signIns(SHOP, PASSWORD, 2));
    assertEquals(2, uses.count(PASSWORD, 2).orElseThrow().signIns());
  }

  @Test
  void versionsThatNoSecretKeepsAreForgotten() {
    for (int version = 1; version <= Limits.SECRET_VERSIONS; version++) {
      record(SHOP, version, SecretUses.By.LINK);
    }
    assertTrue(uses.count(PASSWORD, 1).isPresent());
    record(SHOP, Limits.SECRET_VERSIONS + 1, SecretUses.By.LINK);
    assertTrue(uses.count(PASSWORD, 1).isEmpty());
    assertTrue(uses.count(PASSWORD, 2).isPresent());
  }

  @Test
  void refusalsAreCountedByVersionAndForTheOneThatWasRefused() {
    refuse(SHOP, 1);
    refuse(SHOP, 1);
    refuse(STORE, 1);
    assertEquals(3, uses.refusals(PASSWORD, 1));
    assertEquals(2, uses.refusals(SHOP, PASSWORD, 1));
    assertEquals(1, uses.refusals(STORE, PASSWORD, 1));
    refuse(SHOP, 2);
    refuse(SHOP, 1);
    assertEquals(1, uses.refusals(PASSWORD, 2));
    assertEquals(1, uses.refusals(SHOP, PASSWORD, 2), "the earlier one does not begin it anew");
    assertEquals(0, uses.refusals(SHOP, PASSWORD, 1));
    assertTrue(uses.count(PASSWORD, 1).isEmpty(), "it let nobody in");
    refuse(SHOP, 1 + Limits.SECRET_VERSIONS);
    assertEquals(0, uses.refusals(PASSWORD, 1));
    uses.forget(PASSWORD::equals);
    assertEquals(0, uses.refusals(PASSWORD, 2));
  }

  private void refuse(ObjectId refused, int version) {
    Optional<CatalogObject> secret = Optional.of(at(version));
    uses.refused(
        List.of(new SecretRead(refused, new SecretUse(PASSWORD))),
        new ObjectSurroundings(
            _ -> secret, new Connectors(List.of()), SecretUsesTest.noStores()));
  }

  @Test
  void droppedOnesAreForgotten() {
    record(SHOP, 1, SecretUses.By.LINK);
    uses.forget(PASSWORD::equals);
    assertTrue(uses.count(PASSWORD, 1).isEmpty());
    uses.forget(SHOP::equals);
    assertEquals(0, uses.signIns(SHOP, PASSWORD, 1));
  }
}

package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.SecretUses;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The pool over links to nobody.
class PoolTest {
  private static final ObjectId SHOP = new ObjectId(10);
  private static final ObjectId TUNNEL = new ObjectId(20);
  private static final ObjectId PASSWORD = new ObjectId(30);

  private long now = 1;
  private volatile Image image =
      Image.EMPTY
          .with(Objects.secret(PASSWORD.number()))
          .with(
              Objects.connection(TUNNEL.number(), Map.of())
                  .withKeys(List.of(Objects.key(1), Objects.key(2))))
          .with(
              Objects.connection(
                  SHOP.number(),
                  Map.of(
                      "host", new OptionValue.Text("h"),
                      "password", new OptionValue.SecretUse(PASSWORD),
                      "ssh_tunnel", new OptionValue.ConnectionUse(TUNNEL))));
  private final Pool pool =
      pool((seen, connection, _) -> new PlainLink(Definition.of(seen, connection)));

  private Pool pool(Opener opener) {
    SecretUses uses = new SecretUses(InstantSource.system());
    return new Pool(opener, uses, () -> image, () -> now, Runnable::run);
  }

  private Deadline soon() {
    return Deadline.after(Duration.ZERO, () -> now);
  }

  private Deadline later() {
    return Deadline.after(Duration.ofMinutes(1), System::nanoTime);
  }

  private Lease lease(ObjectId id) {
    return pool.lease(id, soon());
  }

  private void change(UnaryOperator<CatalogObject> edit, ObjectId id) {
    Image before = image;
    image = Objects.put(before, edit.apply(before.get(id)));
    pool.advance(before, image, List.of());
  }

  private PlainLink used() {
    try (Lease lease = lease(SHOP)) {
      return (PlainLink) lease.link();
    }
  }

  @Test
  void aLinkServesOneAfterTheOther() {
    PlainLink first = used();
    assertSame(first, used());
    try (Lease one = lease(SHOP);
        Lease two = lease(SHOP)) {
      assertSame(first, one.link());
      assertNotSame(first, two.link());
    }
    assertEquals(2, pool.shelf().size());
  }

  @Test
  void whatALinkDoesNotDependOnLeavesItAlone() {
    PlainLink link = used();
    change(o -> o.withHeader(o.header().withName(o.name().withObject("other"))), SHOP);
    change(o -> o.withHeader(o.header().withComment("new")), TUNNEL);
    change(o -> o.withHeader(o.header().withOwner(TUNNEL)), PASSWORD);
    assertFalse(link.closed);
    assertSame(link, used());
  }

  @Test
  void eachPartOfTheDefinitionRetiresIdleLinksAtOnce() {
    List<Map.Entry<ObjectId, UnaryOperator<CatalogObject>>> edits =
        List.of(
            Map.entry(SHOP, o -> with(o, "host", new OptionValue.Text("h2"))),
            Map.entry(PASSWORD, o -> Objects.changed((Secret) o)),
            Map.entry(TUNNEL, o -> Objects.rotated((Connection) o, 3)),
            Map.entry(TUNNEL, o -> with(o, "host", new OptionValue.Text("b2"))),
            Map.entry(SHOP, o -> without(o, "ssh_tunnel")));
    for (var edit : edits) {
      PlainLink link = used();
      change(edit.getValue(), edit.getKey());
      assertTrue(link.closed, edit.getKey().toString());
      assertEquals(List.of(), pool.shelf().idle());
    }
  }

  private static CatalogObject with(CatalogObject object, String key, OptionValue value) {
    Connection connection = (Connection) object;
    return connection.withOptions(connection.options().with(key, value));
  }

  private static CatalogObject without(CatalogObject object, String key) {
    Connection connection = (Connection) object;
    return connection.withOptions(connection.options().without(key));
  }

  @Test
  void howManyAndHowFastAreNoPartOfTheDefinition() {
    PlainLink link = used();
    change(o -> with(o, "timeout", new OptionValue.Num(20)), SHOP);
    change(o -> with(o, "max_connections", new OptionValue.Num(2)), SHOP);
    assertFalse(link.closed);
    assertSame(link, used());
  }

  @Test
  void maxConnectionsBoundsTheLinksOfAConnection() {
    change(o -> with(o, "max_connections", new OptionValue.Num(2)), SHOP);
    try (Lease _ = lease(SHOP);
        Lease _ = lease(SHOP)) {
      Refusal third = assertThrows(Refusal.class, () -> lease(SHOP));
      assertEquals(ProblemKind.BUSY, third.problem().kind());
      assertEquals(
          "There may be 2 of one connection and 200 in all.", third.problem().detail());
    }
    assertEquals(2, pool.shelf().size());
  }

  @Test
  void aLowerMaxConnectionsClosesIdleLinksAtOnceAndLeasedOnesWhenTheyComeBack() {
    Lease leased = lease(SHOP);
    lease(SHOP).close();
    change(o -> with(o, "max_connections", new OptionValue.Num(1)), SHOP);
    assertThrows(Refusal.class, () -> lease(SHOP));
    assertEquals(1, pool.shelf().size());
    leased.close();
    assertEquals(1, pool.shelf().size());
    Lease first = lease(SHOP);
    change(o -> without(o, "max_connections"), SHOP);
    Lease second = lease(SHOP);
    change(o -> with(o, "max_connections", new OptionValue.Num(1)), SHOP);
    assertThrows(Refusal.class, () -> lease(SHOP));
    first.close();
    second.close();
    assertEquals(1, pool.shelf().size());
  }

  @Test
  void aPinnedVersionKeepsItsLinks() {
    change(
        o ->
            with(o, "password", new OptionValue.SecretUse(PASSWORD, java.util.Optional.of(1))),
        SHOP);
    PlainLink link = used();
    change(o -> Objects.changed((Secret) o), PASSWORD);
    assertSame(link, used());
  }

  @Test
  void aLeasedLinkRetiresWhenItComesBack() {
    Lease lease = lease(SHOP);
    PlainLink link = (PlainLink) lease.link();
    change(o -> Objects.changed((Secret) o), PASSWORD);
    assertFalse(link.closed, "somebody uses it");
    assertNotSame(link, used(), "new leases are of the new definition");
    lease.close();
    lease.close();
    assertTrue(link.closed);
    assertEquals(1, pool.shelf().size());
  }

  @Test
  void aLeaseIsAsTheLatestImageEvenBeforeThePoolIsTold() {
    PlainLink link = used();
    image = Objects.put(image, Objects.changed((Secret) image.get(PASSWORD)));
    assertNotSame(link, used());
    assertTrue(link.closed);
  }

  @Test
  void aDroppedConnectionHasNoLinks() {
    PlainLink link = used();
    Image before = image;
    image =
        before.after(io.fairlead.catalog.Change.Drop.of(before.get(SHOP))).at(before.sequence() + 1, 1);
    pool.advance(before, image, List.of());
    assertTrue(link.closed);
    assertEquals(
        ProblemKind.UNKNOWN_OBJECT,
        assertThrows(Refusal.class, () -> lease(SHOP)).problem().kind());
  }

  @Test
  void aDeadLinkIsReplacedAndNotHandedOut() {
    Pool other =
        pool((seen, connection, _) -> new DiesInItsSleep(Definition.of(seen, connection)));
    Lease first = other.lease(SHOP, soon());
    DiesInItsSleep link = (DiesInItsSleep) first.link();
    first.close();
    assertFalse(link.closed, "it looks alive");
    try (Lease second = other.lease(SHOP, soon())) {
      assertNotSame(link, second.link());
      assertTrue(link.closed);
      assertEquals(1, other.shelf().size());
    }
  }

  @Test
  void aBrokenLinkIsNotKept() {
    try (Lease lease = lease(SHOP)) {
      lease.abort();
    }
    assertEquals(0, pool.shelf().size());
  }

  @Test
  void oneConnectionHasSoManyLinksAndNoMore() {
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < Limits.LINKS_PER_CONNECTION; i++) {
      leases.add(lease(SHOP));
    }
    assertEquals(ProblemKind.BUSY, assertThrows(Refusal.class, () -> lease(SHOP)).problem().kind());
    assertEquals(Limits.LINKS_PER_CONNECTION, pool.shelf().size(SHOP));
    leases.removeLast().close();
    leases.add(lease(SHOP));
    leases.forEach(Lease::close);
    assertEquals(Limits.LINKS_PER_CONNECTION, pool.shelf().idle().size());
  }

  @Test
  void allConnectionsTogetherHaveSoManyAndTheLongestIdleGivesWay() {
    List<Lease> leases = new ArrayList<>();
    long id = 100;
    while (leases.size() < Limits.LINKS) {
      image = image.with(Objects.connection(++id, Map.of()));
      for (int i = 0; i < Limits.LINKS_PER_CONNECTION && leases.size() < Limits.LINKS; i++) {
        leases.add(lease(new ObjectId(id)));
      }
    }
    assertEquals(ProblemKind.BUSY, assertThrows(Refusal.class, () -> lease(SHOP)).problem().kind());
    PlainLink oldest = (PlainLink) leases.getFirst().link();
    leases.removeFirst().close();
    now++;
    PlainLink newer = (PlainLink) leases.getFirst().link();
    leases.removeFirst().close();
    lease(SHOP);
    assertTrue(oldest.closed);
    assertFalse(newer.closed);
    assertEquals(Limits.LINKS, pool.shelf().size());
  }

  @Test
  void anIdleLinkClosesAfterItsTime() {
    PlainLink link = used();
    now += Limits.LINK_IDLE.toNanos() - 1;
    pool.closeIdle();
    assertFalse(link.closed);
    now++;
    pool.closeIdle();
    assertTrue(link.closed);
    assertEquals(0, pool.shelf().size());
  }

  @Test
  void whoeverWaitsGetsTheLinkThatComesBack() throws Exception {
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < Limits.LINKS_PER_CONNECTION; i++) {
      leases.add(lease(SHOP));
    }
    CountDownLatch started = new CountDownLatch(1);
    FutureTask<Lease> waiting =
        new FutureTask<>(
            () -> {
              started.countDown();
              return pool.lease(SHOP, later());
            });
    Thread.startVirtualThread(waiting);
    started.await();
    leases.getFirst().close();
    assertSame(leases.getFirst().link(), waiting.get().link());
  }

  @Test
  void aFailureOfAnOldDefinitionIsTriedAgainWithTheNewOne() {
    int[] tries = new int[1];
    Pool other =
        pool(
            (seen, connection, deadline) -> {
              Runnable rotate =
                  () -> image = Objects.put(image, Objects.rotated((Connection) image.get(TUNNEL), 9));
              return tries[0]++ == 0
                  ? new ClosedDoor(rotate).open(seen, connection, deadline)
                  : new PlainLink(Definition.of(seen, connection));
            });
    other.lease(SHOP, soon()).close();
    assertEquals(2, tries[0]);
    assertEquals(1, other.shelf().size());
  }

  @Test
  void aFailureOfThePresentDefinitionIsToldAndLeavesItsPlace() {
    Pool other = pool(new ClosedDoor(() -> {}));
    Refusal refusal = assertThrows(Refusal.class, () -> other.lease(SHOP, soon()));
    assertEquals(ProblemKind.UNREACHABLE, refusal.problem().kind());
    assertEquals(0, other.shelf().size());
  }

  @Test
  void aClosedPoolLeasesNothingAndKeepsNothing() {
    Lease lease = lease(SHOP);
    pool.close();
    assertEquals(
        ProblemKind.STOPPING, assertThrows(Refusal.class, () -> lease(SHOP)).problem().kind());
    lease.close();
    assertFalse(lease.link().isOpen());
    assertEquals(0, pool.shelf().size());
  }

  @Test
  void headersAreNotInDefinitions() {
    Connection shop = (Connection) image.get(SHOP);
    Header header = Header.first(SHOP, shop.name().withObject("x"), TUNNEL, Objects.NOW);
    assertEquals(
        Definition.of(image, shop), Definition.of(image, shop.withHeader(header)));
  }
}

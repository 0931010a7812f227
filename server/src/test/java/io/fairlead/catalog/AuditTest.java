package io.fairlead.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.jspecify.annotations.Nullable;

class AuditTest {
  private static final Header ADA = Header.first(new ObjectId(5), Name.global("ada"), Samples.OWNER, Samples.NOW);

  private static RefusedAttempt attempt(int number) {
    return new RefusedAttempt(
        Samples.NOW, "DROP SECRET", "secret", "fairlead.public.s" + number, "2BP01");
  }

  private static List<AuditEvent> all(AuditLog log, long upTo) {
    List<AuditEvent> found = new ArrayList<>();
    Iterator<AuditEvent> events = log.events(upTo);
    events.forEachRemaining(found::add);
    return found;
  }

  private static Catalog catalog(Store store) {
    Catalog catalog =
        new Catalog(
            store,
            InstantSource.fixed(Samples.NOW.at()),
            failure -> {
              throw new AssertionError(failure);
            });
    catalog.start();
    return catalog;
  }

  @Test
  void whatWasRefusedIsToldAtOnceAndInOrder() {
    MemoryStore store = new MemoryStore();
    List<AuditEvent> told;
    try (Catalog catalog = catalog(store)) {
      catalog.submit(Samples.put(Samples.connection(2, "a")));
      catalog.refused(attempt(1));
      catalog.refused(attempt(2));
      assertEquals(3, all(catalog, 1).size());
      catalog.submit(Samples.put(Samples.connection(3, "b")));
      told = all(catalog, 2);
    }
    assertEquals(
        List.of("create", "create", "refused", "refused"),
        told.stream().map(AuditEvent::type).toList());
    assertEquals(
        List.of("create", "refused", "refused", "create"),
        told.stream()
            .sorted(java.util.Comparator.comparingLong(AuditEvent::id))
            .map(AuditEvent::type)
            .toList());
    assertEquals(
        "{action=DROP SECRET, database=fairlead, name=fairlead.public.s1, sqlstate=2BP01}",
        told.get(2).details().toString());
    try (Catalog again = catalog(store)) {
      assertEquals(told, all(again, 2), "the same after a restart");
      assertEquals(3, all(again, 1).size(), "nothing behind the statement's image");
    }
  }

  @Test
  void closingWritesWhatWaits() {
    MemoryStore store = new MemoryStore();
    try (Catalog catalog = catalog(store)) {
      catalog.refused(attempt(1));
    }
    assertEquals(1, store.refused(0, 10).size());
  }

  @Test
  void sealedCatalogWritesNothing() {
    MemoryStore store = new MemoryStore();
    try (Catalog catalog = catalog(store)) {
      catalog.seal(Problem.of(ProblemKind.SEALED, "no key"));
      catalog.refused(attempt(1));
    }
    assertTrue(store.refused(0, 10).isEmpty());
  }

  @Test
  void moreThanMayWaitAreCounted() throws Exception {
    MemoryStore store = new MemoryStore();
    RefusedAttempts attempts = new RefusedAttempts(store);
    for (int i = 0; i < Limits.REFUSALS_WAITING; i++) {
      attempts.add(attempt(i));
    }
    attempts.write();
    assertEquals(Limits.REFUSALS_WAITING, store.refused(0, Integer.MAX_VALUE).size());
    for (int i = 0; i < Limits.REFUSALS_WAITING + 1; i++) {
      attempts.add(attempt(i));
    }
    attempts.write();
    List<Store.KeptRefusal> kept = store.refused(0, Integer.MAX_VALUE);
    assertEquals(2 * Limits.REFUSALS_WAITING, kept.size());
    List<Long> missed = kept.stream().map(row -> row.attempt().missed()).toList();
    assertEquals(1, missed.get(Limits.REFUSALS_WAITING));
    assertEquals(1, missed.stream().mapToLong(Long::longValue).sum());
    assertEquals(1L, AuditEvent.of(kept.get(Limits.REFUSALS_WAITING)).details().get("missed"));
  }

  @Test
  void fullDiskCostsRowsAndNothingElse() {
    FullDisk store = new FullDisk();
    RefusedAttempts attempts = new RefusedAttempts(store);
    store.fill();
    attempts.add(attempt(1));
    attempts.add(attempt(2));
    attempts.write();
    store.makeSpace();
    attempts.add(attempt(3));
    attempts.write();
    List<Store.KeptRefusal> kept = store.refused(0, 10);
    assertEquals(1, kept.size());
    assertEquals(2, kept.getFirst().attempt().missed());
  }

  private static final List<SecretUse> SECRETS =
      List.of(new SecretUse(new ObjectId(8), Optional.of(3)));

  private static void tell(Resolutions resolutions, int seconds, String role) {
    resolutions.add(
        Samples.NOW.at().plusSeconds(seconds), role, Samples.connection(2, "shop"), SECRETS);
  }

  private static List<Resolution> told(Store store) {
    return store.resolutions(0, Integer.MAX_VALUE).stream()
        .map(Store.KeptResolution::resolution)
        .toList();
  }

  @Test
  void whatApplicationsWereToldIsOneRowAMinute() {
    MemoryStore store = new MemoryStore();
    Resolutions resolutions = new Resolutions(store);
    tell(resolutions, 0, "app");
    tell(resolutions, 1, "app");
    tell(resolutions, 1, "other");
    resolutions.write();
    tell(resolutions, 2, "app");
    tell(resolutions, 60, "app");
    resolutions.write();
    resolutions.write();
    assertEquals(
        List.of("app 3", "other 1", "app 1"),
        told(store).stream().map(row -> row.role() + " " + row.times()).toList());
    AuditEvent event = AuditEvent.of(store.resolutions(0, 1).getFirst());
    assertEquals("resolve connection app", event.type() + " " + event.objectType() + " "
        + event.user().orElse(""));
    assertEquals(
        "{database=fairlead, id=u2, item=shop, schema=public, secrets=[{id=u8, version=3}], times=3}",
        event.details().toString());
  }

  @Test
  void moreRowsThanMayWaitAreCounted() {
    MemoryStore store = new MemoryStore();
    Resolutions resolutions = new Resolutions(store);
    for (int i = 0; i < Limits.RESOLUTIONS_WAITING; i++) {
      tell(resolutions, 0, "app" + i);
    }
    resolutions.write();
    assertEquals(Limits.RESOLUTIONS_WAITING, told(store).size());
    for (int i = 0; i < Limits.RESOLUTIONS_WAITING + 1; i++) {
      tell(resolutions, 60, "app" + i);
    }
    tell(resolutions, 60, "app0");
    resolutions.write();
    List<Resolution> kept = told(store);
    assertEquals(2 * Limits.RESOLUTIONS_WAITING, kept.size());
    assertEquals(2, kept.get(Limits.RESOLUTIONS_WAITING).times(), "of a row that is there");
    assertEquals(1, kept.get(Limits.RESOLUTIONS_WAITING).missed());
    assertEquals(1, kept.stream().mapToLong(Resolution::missed).sum());
    assertEquals(
        1L,
        AuditEvent.of(store.resolutions(0, 10_000).get(Limits.RESOLUTIONS_WAITING))
            .details()
            .get("missed"));
  }

  @Test
  void fullDiskCostsTheRowsOfApplicationsAndNothingElse() {
    FullDisk store = new FullDisk();
    Resolutions resolutions = new Resolutions(store);
    store.fill();
    tell(resolutions, 0, "app");
    tell(resolutions, 0, "app");
    resolutions.write();
    store.makeSpace();
    tell(resolutions, 0, "app");
    resolutions.write();
    assertEquals(1, told(store).size());
    assertEquals(2, told(store).getFirst().missed());
  }

  @Test
  void rowsStandInMemoryAloneForAWhileAtMost() {
    MemoryStore store = new MemoryStore();
    Resolutions resolutions = new Resolutions(store);
    Instant start = Samples.NOW.at();
    resolutions.writeIfDue(start);
    tell(resolutions, 0, "app");
    resolutions.writeIfDue(start.plus(Limits.RESOLUTIONS_UNWRITTEN).minusNanos(1));
    assertEquals(0, told(store).size());
    resolutions.writeIfDue(start.plus(Limits.RESOLUTIONS_UNWRITTEN));
    assertEquals(1, told(store).size());
    tell(resolutions, 60, "app");
    resolutions.writeIfDue(start);
    assertEquals(2, told(store).size(), "the clock was put back");
  }

  @Test
  void nothingOfWhatManyThreadsToldIsLost() throws Exception {
    MemoryStore store = new MemoryStore();
    Resolutions resolutions = new Resolutions(store);
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int teller = 0; teller < 8; teller++) {
      work.add(
          () -> {
            for (int i = 0; i < 10_000; i++) {
              tell(resolutions, 0, "app" + i % 3);
            }
            return true;
          });
    }
    work.add(
        () -> {
          for (int i = 0; i < 200; i++) {
            resolutions.write();
          }
          return true;
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertTrue(done.get());
      }
    }
    resolutions.write();
    assertEquals(3, told(store).size());
    assertEquals(80_000, told(store).stream().mapToLong(Resolution::times).sum());
  }

  @Test
  void theCatalogTellsAndClosingWrites() {
    MemoryStore store = new MemoryStore();
    try (Catalog catalog = catalog(store)) {
      catalog.resolved("app", Samples.connection(2, "shop"), SECRETS);
      assertEquals(List.of("resolve"), all(catalog, 1).stream().map(AuditEvent::type).toList());
      catalog.resolved("app", Samples.connection(2, "shop"), SECRETS);
    }
    assertEquals(List.of(2L), told(store).stream().map(Resolution::times).toList());
    try (Catalog catalog = catalog(store)) {
      catalog.seal(Problem.of(ProblemKind.SEALED, "no key"));
      catalog.resolved("app", Samples.connection(2, "shop"), SECRETS);
    }
    assertEquals(2, told(store).getFirst().times());
  }

  @Test
  void pagesEndWhereTheyShould() {
    MemoryStore store = new MemoryStore();
    try (Catalog catalog = catalog(store)) {
      for (int i = 0; i < 1001; i++) {
        catalog.submit(Samples.put(Samples.connection(2 + i, "c" + i)));
      }
      assertEquals(1001, all(catalog, 1001).size());
      assertEquals(500, all(catalog, 500).size());
    }
  }

  private static String told(@Nullable CatalogObject before, @Nullable CatalogObject after) {
    CatalogObject subject = after == null ? before : after;
    if (subject == null) {
      throw new IllegalArgumentException("one of the two");
    }
    Store.Entry entry =
        new Store.Entry(
            1, subject.id(), subject.kind(), subject.name(), subject.version(), Samples.NOW,
            "materialize", "…", after);
    AuditEvent event = AuditEvent.of(new Store.Event(1, entry, before));
    return event.type() + " " + event.objectType() + " " + event.details();
  }

  private static <T extends CatalogObject> T next(T object, java.util.function.Function<T, CatalogObject> change) {
    CatalogObject changed = change.apply(object);
    @SuppressWarnings("unchecked") // A change of an object is of the same kind.
    T after = (T) changed.withHeader(changed.header().next(Samples.NOW));
    return after;
  }

  @Test
  void itemsInMaterializesShapes() {
    var c = Samples.connection(2, "c");
    assertEquals(
        "create connection {database=fairlead, id=u2, item=c, schema=public}", told(null, c));
    assertEquals(
        "drop connection {database=fairlead, id=u2, item=c, schema=public}", told(c, null));
    assertEquals(
        "alter connection {changed=[HOST, SSH TUNNEL], database=fairlead, id=u2, item=c,"
            + " new_version=2, old_version=1, schema=public}",
        told(
            c,
            next(
                c,
                before ->
                    before.withOptions(
                        before
                            .options()
                            .with("host", new OptionValue.Text("hunter2"))
                            .with("ssh_tunnel", new OptionValue.ConnectionUse(new ObjectId(9)))))));
    assertEquals(
        "alter connection {changed=[name], id=u2, new_name={database=fairlead, item=d,"
            + " schema=public}, new_version=2, old_name={database=fairlead, item=c,"
            + " schema=public}, old_version=1}",
        told(c, next(c, o -> o.withHeader(o.header().withName(new Name("public", "d"))))));
    assertEquals(
        "alter connection {changed=[owner], new_owner_id=u7, new_version=2, object_id=u2,"
            + " old_owner_id=u1, old_version=1}",
        told(c, next(c, o -> o.withHeader(o.header().withOwner(new ObjectId(7))))));
    assertEquals(
        "comment connection {changed=[comment], id=u2, name=fairlead.public.c, new_version=2,"
            + " old_version=1}",
        told(c, next(c, o -> o.withHeader(o.header().withComment("hunter2")))));
  }

  @Test
  void secretsRolesAndSchemas() {
    Secret secret =
        new Secret(
            Samples.connection(3, "s").header(),
            "text",
            List.of(new SecretVersion(1, new MaterialRef("local", "k"), Samples.NOW)));
    assertEquals(
        "alter secret {changed=[value], database=fairlead, id=u3, item=s, new_version=2,"
            + " old_version=1, schema=public}",
        told(secret, next(secret, s -> s.withValue(new MaterialRef("local", "l"), Samples.NOW))));
    assertEquals(
        "create schema {database_name=fairlead, id=u5, schema_name=ada}",
        told(null, new Schema(ADA)));
    Role role = new Role(ADA, true, false, Optional.of("SCRAM"), List.of());
    assertEquals("create role {id=u5, name=ada}", told(null, role));
    assertEquals(
        "alter role {changed=[password], id=u5, name=ada, new_version=2, old_version=1}",
        told(role, next(role, r -> r.withVerifier(Optional.of("hunter2")))));
    Role member = next(role, r -> r.withMemberOf(List.of(new ObjectId(8))));
    assertEquals(
        "grant role {changed=[membership], member_id=u5, new_version=2, old_version=1, role_id=u8}",
        told(role, member));
    assertTrue(told(member, next(member, r -> r.withMemberOf(List.of()))).startsWith("revoke role "));
  }

  @Test
  void grants() {
    var c = Samples.connection(2, "c");
    Grant toAda = new Grant(Optional.of(new ObjectId(5)), Samples.OWNER, Set.of(Privilege.USAGE));
    Grant toAll = new Grant(Optional.empty(), Samples.OWNER, Set.of(Privilege.USAGE));
    var one = next(c, o -> o.withHeader(o.header().withGrants(List.of(toAda))));
    assertEquals(
        "grant connection {changed=[grants], grantee_id=u5, grantor_id=u1, new_version=2,"
            + " object_id=u2, old_version=1, privileges=U}",
        told(c, one));
    assertTrue(told(one, c).startsWith("revoke connection {changed=[grants], grantee_id=u5,"));
    var two = next(c, o -> o.withHeader(o.header().withGrants(List.of(toAda, toAll))));
    assertTrue(
        told(c, two)
            .contains(
                "grants=[{grantee_id=u5, grantor_id=u1, privileges=U},"
                    + " {grantee_id=p, grantor_id=u1, privileges=U}]"));
  }

  @Test
  void theServersOwnChangesHaveNoUser() {
    var c = Samples.connection(2, "c");
    Touch touch = Samples.NOW;
    Store.Entry own =
        new Store.Entry(1, c.id(), c.kind(), c.name(), 1, touch, "", "first start", c);
    assertEquals(Optional.empty(), AuditEvent.of(new Store.Event(1, own, null)).user());
    assertFalse(told(null, c).contains("hunter2"));
  }
}

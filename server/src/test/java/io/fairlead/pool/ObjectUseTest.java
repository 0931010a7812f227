package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Link;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Links to places, and work on them across a change of credentials.
class ObjectUseTest {
  private static final ObjectId SHOP = new ObjectId(10);
  private static final ObjectId KEY = new ObjectId(30);

  private final Deque<StepFailed> failures = new ArrayDeque<>();
  private final List<FickleObjects> opened = new ArrayList<>();
  private volatile Image image =
      Image.EMPTY
          .with(Objects.secret(KEY.number()))
          .with(
              Objects.connection(
                  SHOP.number(), Map.of("key", new OptionValue.SecretUse(KEY))));
  private final Pool pool =
      new Pool(
          new Opener() {
            @Override
            public Connection placed(StorageUse use, Connection connection) {
              return connection.withOptions(
                  connection.options().with("bucket", use.place().get("bucket").orElseThrow()));
            }

            @Override
            public int mostLinks(Connection connection) {
              return Limits.STORAGE_LINKS_PER_CONNECTION;
            }

            @Override
            public Link open(Image seen, Connection connection, Deadline deadline) {
              FickleObjects made =
                  new FickleObjects(seen, connection, Optional.ofNullable(failures.poll()));
              opened.add(made);
              return made;
            }
          },
          new SecretUses(InstantSource.system()),
          () -> image,
          System::nanoTime,
          Runnable::run);

  private static StorageUse table(String uri, String bucket) {
    return new StorageUse(
        uri,
        Options.NONE.with("bucket", new OptionValue.Text(bucket)),
        SHOP,
        false,
        Optional.empty());
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60), System::nanoTime);
  }

  private FickleObjects used(StorageUse use) {
    try (Lease lease = pool.lease(use, soon())) {
      return (FickleObjects) lease.link();
    }
  }

  private int listed(StorageUse use, boolean canRepeat) throws Exception {
    return new ObjectUse(pool, use)
        .run(
            link -> link.list("", Optional.empty(), 10, soon()).entries().size(),
            () -> canRepeat,
            soon());
  }

  @Test
  void tablesInOnePlaceShareLinks() {
    FickleObjects one = used(table("s3://a/", "a"));
    assertEquals(Optional.of("a"), one.opened.options().text("bucket"));
    assertSame(one, used(table("s3://a", "a")));
    FickleObjects other = used(table("s3://b/", "b"));
    assertNotSame(one, other);
    assertSame(one, used(table("s3://a/", "a")));
    try (Lease plain = pool.lease(SHOP, soon())) {
      assertNotSame(one, plain.link());
    }
  }

  @Test
  void aChangeOfTheConnectionOrItsSecretRetiresThem() {
    FickleObjects first = used(table("s3://a/", "a"));
    Image before = image;
    image = Objects.put(before, Objects.changed(before.secret(KEY).orElseThrow()));
    pool.advance(before, image, List.of());
    assertTrue(first.closed);
    assertNotSame(first, used(table("s3://a/", "a")));
  }

  @Test
  void allPlacesTogetherHaveNoMoreLinksThanTheConnection() {
    int most = Limits.STORAGE_LINKS_PER_CONNECTION;
    for (int i = 0; i <= most; i++) {
      var _ = used(table("s3://b" + i, "b" + i));
      assertEquals(Math.min(i + 1, most), pool.shelf().size(SHOP));
    }
    assertTrue(opened.getFirst().closed);
    assertEquals(1, opened.stream().filter(link -> link.closed).count());
  }

  @Test
  void aReplacedCredentialIsNotSeen() throws Exception {
    failures.add(new StepFailed("the key is revoked").refusedCredential());
    assertEquals(0, listed(table("s3://a/", "a"), true));
    assertEquals(2, opened.size());
    assertTrue(opened.getFirst().closed);
    assertSame(opened.getLast(), used(table("s3://a/", "a")));
  }

  @Test
  void aServiceThatHasClosedTheLinkIsNotSeen() throws Exception {
    failures.add(new StepFailed("the connection was reset").withoutAnswer());
    assertEquals(0, listed(table("s3://a/", "a"), true));
    assertEquals(2, opened.size());
  }

  @Test
  void whatCannotBeBegunAnewFails() {
    failures.add(new StepFailed("the key is revoked").refusedCredential());
    assertThrows(StepFailed.class, () -> listed(table("s3://a/", "a"), false));
    assertTrue(opened.getFirst().closed);
  }

  @Test
  void itIsTriedOnceMoreAndNoMore() {
    failures.add(new StepFailed("the key is revoked").refusedCredential());
    failures.add(new StepFailed("the key is revoked").refusedCredential());
    assertThrows(StepFailed.class, () -> listed(table("s3://a/", "a"), true));
    assertEquals(2, opened.size());
  }

  @Test
  void otherFailuresAreTheCallers() {
    failures.add(new StepFailed("the bucket does not exist"));
    assertThrows(StepFailed.class, () -> listed(table("s3://a/", "a"), true));
    assertEquals(1, opened.size());
    assertThrows(
        ObjectLink.Gone.class,
        () ->
            new ObjectUse(pool, table("s3://a/", "a"))
                .run(
                    link -> {
                      link.read("x", "", 0, 1, java.io.OutputStream.nullOutputStream(), soon());
                      return true;
                    },
                    soon()));
  }
}

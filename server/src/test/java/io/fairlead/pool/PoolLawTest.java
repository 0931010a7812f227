package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Image;
import io.fairlead.connector.SecretUses;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Laws over random histories, with images skipped and leases taken and given back in between: after
/// the pool was told, no idle link differs from the image; a lease never does when it is taken; the
/// bounds hold always.
class PoolLawTest {
  private static final int STEPS = 4000;
  private static final int SECRETS = 3;
  private static final int TUNNELS = 2;
  private static final int CONNECTIONS = 30;

  private final List<Lease> leases = new ArrayList<>();
  private Image image = Image.EMPTY;
  private Image told = Image.EMPTY;
  private Random random = new Random(0);
  private int keys;

  private final Pool pool =
      new Pool(
          (seen, connection, _) -> new PlainLink(Definition.of(seen, connection)),
          new SecretUses(InstantSource.system()),
          () -> image,
          () -> 1,
          Runnable::run);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void holdWhateverHappens(long seed) {
    random = new Random(seed);
    for (int i = 1; i <= SECRETS; i++) {
      image = image.with(Objects.secret(i));
    }
    for (int i = 1; i <= TUNNELS; i++) {
      image =
          image.with(
              Objects.connection(10 + i, Map.of())
                  .withKeys(List.of(Objects.key(++keys), Objects.key(++keys))));
    }
    for (int step = 0; step < STEPS; step++) {
      String where = "seed " + seed + " step " + step;
      switch (random.nextInt(8)) {
        case 0 -> changeTheCatalog();
        case 1 -> {
          pool.advance(told, image, List.of());
          told = image;
          assertIdleLinksFit(where);
        }
        case 2, 3, 4 -> giveBack();
        default -> take(where);
      }
      assertBounds(where);
    }
    while (!leases.isEmpty()) {
      giveBack();
    }
    assertIdleLinksFit("seed " + seed + " at the end");
    assertTrue(pool.shelf().size() > 0, "seed " + seed + ": the pool was used");
  }

  private ObjectId connection() {
    return new ObjectId(100 + random.nextInt(CONNECTIONS));
  }

  private void changeTheCatalog() {
    switch (random.nextInt(6)) {
      case 0 -> {
        Secret secret = (Secret) image.get(new ObjectId(1 + random.nextInt(SECRETS)));
        image = Objects.put(image, Objects.changed(secret));
      }
      case 1 -> {
        Connection tunnel = (Connection) image.get(new ObjectId(11 + random.nextInt(TUNNELS)));
        image = Objects.put(image, Objects.rotated(tunnel, ++keys));
      }
      case 2 ->
          image
              .connection(connection())
              .ifPresent(
                  old ->
                      image = image.after(Change.Drop.of(old)).at(image.sequence() + 1, 1));
      case 3 ->
          image
              .connection(connection())
              .ifPresent(
                  old ->
                      image =
                          Objects.put(
                              image,
                              old.withHeader(old.header().withComment("c" + random.nextInt()))));
      default -> image = Objects.put(image, Objects.connection(connection().number(), options()));
    }
  }

  private Map<String, OptionValue> options() {
    Map<String, OptionValue> options = new java.util.TreeMap<>();
    options.put("host", new OptionValue.Text("h" + random.nextInt(3)));
    if (random.nextBoolean()) {
      Optional<Integer> pinned = random.nextInt(4) == 0 ? Optional.of(1) : Optional.empty();
      ObjectId secret = new ObjectId(1 + random.nextInt(SECRETS));
      options.put("password", new OptionValue.SecretUse(secret, pinned));
    }
    if (random.nextBoolean()) {
      ObjectId tunnel = new ObjectId(11 + random.nextInt(TUNNELS));
      options.put("ssh_tunnel", new OptionValue.ConnectionUse(tunnel));
    }
    return options;
  }

  private void take(String where) {
    ObjectId id = connection();
    try {
      Lease lease = pool.lease(id, Deadline.after(Duration.ZERO, () -> 1));
      leases.add(lease);
      assertEquals(definition(id), Optional.of(((PlainLink) lease.link()).definition), where);
    } catch (Refusal refused) {
      // There is no such connection at the moment, or it has all the links it may have.
    }
  }

  private void giveBack() {
    if (!leases.isEmpty()) {
      Lease lease = leases.remove(random.nextInt(leases.size()));
      if (random.nextInt(10) == 0) {
        lease.abort();
      }
      lease.close();
    }
  }

  private Optional<Definition> definition(ObjectId id) {
    return image.connection(id).map(connection -> Definition.of(image, connection));
  }

  private void assertIdleLinksFit(String where) {
    for (var idle : pool.shelf().idle()) {
      assertEquals(definition(idle.getKey()), Optional.of(idle.getValue()), where);
    }
  }

  private void assertBounds(String where) {
    assertTrue(pool.shelf().size() <= Limits.LINKS, where);
    int all = 0;
    for (int i = 0; i < CONNECTIONS; i++) {
      int size = pool.shelf().size(new ObjectId(100 + i));
      assertTrue(size <= Limits.LINKS_PER_CONNECTION, where);
      all += size;
    }
    assertEquals(all, pool.shelf().size(), where);
  }
}

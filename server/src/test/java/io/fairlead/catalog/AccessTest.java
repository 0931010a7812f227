package io.fairlead.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.model.Connection;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static Role role(long id, boolean superuser, List<ObjectId> groups) {
    return new Role(
        Header.first(new ObjectId(id), Name.global("r" + id), Samples.OWNER, Samples.NOW),
        true,
        superuser,
        Optional.empty(),
        groups);
  }

  private static Grant usage(Optional<ObjectId> grantee) {
    return new Grant(grantee, Samples.OWNER, Set.of(Privilege.USAGE));
  }

  @Test
  void anItemIsThereForWhoeverMayUseItsSchema() {
    Role ann = role(2, false, List.of());
    Schema schema =
        new Schema(Header.first(new ObjectId(3), Name.global("public"), Samples.OWNER, Samples.NOW));
    Connection item = Samples.connection(4, "c");
    Connection granted =
        item.withHeader(item.header().withGrants(List.of(usage(Optional.of(ann.id())))));
    Image closed = Image.EMPTY.with(ann).with(schema).with(granted);
    assertFalse(Access.of(closed, ann).sees(granted));
    assertTrue(Access.of(closed, ann).may(Privilege.USAGE, granted));
    assertTrue(Access.of(closed, ann).sees(schema));
    assertTrue(Access.of(closed, role(5, true, List.of())).sees(granted));
    Image open =
        closed.with(schema.withHeader(schema.header().withGrants(List.of(usage(Optional.empty())))));
    assertTrue(Access.of(open, ann).sees(granted));
    assertTrue(Access.ofPublic(open).sees(granted));
    assertFalse(Access.ofPublic(open).may(Privilege.USAGE, granted));
  }

  /// Memberships are followed however they are knotted.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithASlowLook(long seed) {
    Random random = new Random(seed);
    Image image = Image.EMPTY;
    int count = 12;
    for (long id = 1; id <= count; id++) {
      List<ObjectId> groups = new ArrayList<>();
      while (random.nextInt(5) > 1) {
        groups.add(new ObjectId(1 + random.nextInt(count)));
      }
      image = image.with(role(id, random.nextInt(10) == 0, groups.stream().distinct().toList()));
    }
    for (int i = 0; i < 100; i++) {
      Connection item = Samples.connection(50 + i, "c" + i);
      List<Grant> grants = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        boolean everybody = random.nextInt(8) == 0;
        ObjectId grantee = new ObjectId(1 + random.nextInt(count));
        grants.add(usage(everybody ? Optional.empty() : Optional.of(grantee)));
      }
      ObjectId owner = new ObjectId(1 + random.nextInt(count));
      Connection granted =
          item.withHeader(item.header().withOwner(owner).withGrants(grants));
      Role asker = image.role(new ObjectId(1 + random.nextInt(count))).orElseThrow();
      boolean expected = asker.superuser();
      for (long group = 1; group <= count; group++) {
        ObjectId id = new ObjectId(group);
        boolean has =
            owner.equals(id)
                || grants.stream()
                    .anyMatch(grant -> grant.grantee().isEmpty() || grant.grantee().get().equals(id));
        expected |= has && leadsTo(image, asker.id(), id, count);
      }
      assertEquals(
          expected, Access.of(image, asker).may(Privilege.USAGE, granted), "seed " + seed);
    }
  }

  private static boolean leadsTo(Image image, ObjectId from, ObjectId to, int steps) {
    return from.equals(to)
        || (steps > 0
            && image.role(from).orElseThrow().memberOf().stream()
                .anyMatch(group -> leadsTo(image, group, to, steps - 1)));
  }
}

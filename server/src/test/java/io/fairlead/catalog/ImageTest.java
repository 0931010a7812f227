package io.fairlead.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Grant;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {
  @Test
  void findsByNameAndByIdAndListsASchemaInOrder() {
    Image image =
        Image.EMPTY
            .with(Samples.connection(3, "b"))
            .with(Samples.connection(2, "a"))
            .with(Samples.connection(4, "c").withHeader(header(4, "other", "z")));
    assertEquals("u2", at(image, "public", "a").id().toString());
    List<String> names = new ArrayList<>();
    Iterator<CatalogObject> items = image.itemsOf("public");
    items.forEachRemaining(object -> names.add(object.name().object()));
    assertEquals(List.of("a", "b"), names);
    assertEquals(5, image.nextId());
  }

  @Test
  void aRenamedObjectIsFoundByItsNewNameOnly() {
    Connection before = Samples.connection(2, "a");
    Image image = Image.EMPTY.with(before);
    Image renamed = image.with(before.withHeader(before.header().withName(new Name("public", "b"))));
    assertTrue(renamed.find(Kind.Space.ITEM, new Name("public", "a")).isEmpty());
    assertEquals(before.id(), at(renamed, "public", "b").id());
    assertEquals(before.id(), at(image, "public", "a").id(), "the old image stays as it was");
  }

  @Test
  void grantsAreFoundByTheRolesInThem() {
    ObjectId admin = new ObjectId(90);
    ObjectId reader = new ObjectId(91);
    Connection plain = Samples.connection(2, "a");
    Grant grant = new Grant(Optional.of(reader), admin, Set.of(Privilege.USAGE));
    Image granted =
        Image.EMPTY.with(plain).with(plain.withHeader(plain.header().withGrants(List.of(grant))));
    assertEquals(Set.of(plain.id()), granted.grantsNaming(admin));
    assertEquals(Set.of(plain.id()), granted.grantsNaming(reader));
    assertEquals(Set.of(), granted.with(plain).grantsNaming(reader));
  }

  @Test
  void twoObjectsAtOneNameAreABug() {
    Image image = Image.EMPTY.with(Samples.connection(2, "a"));
    assertThrows(IllegalStateException.class, () -> image.with(Samples.connection(3, "a")));
  }

  @Test
  void idsAreNotUsedAgainAfterADrop() {
    Connection last = Samples.connection(9, "a");
    Image image = Image.EMPTY.with(last).after(Change.Drop.of(last));
    assertEquals(0, image.size());
    assertEquals(10, image.nextId());
  }

  @Test
  void dependantsFollowTheReferences() {
    Connection tunnel = Samples.connection(2, "tunnel");
    Connection user = Samples.using(3, "user", tunnel.id());
    Image image = Image.EMPTY.with(tunnel).with(user);
    assertEquals(Set.of(user.id()), Set.copyOf(image.dependants(tunnel.id())));
    Image without = image.with(user.withOptions(user.options().without("ssh_tunnel")));
    assertTrue(without.dependants(tunnel.id()).isEmpty());
    assertFalse(image.dependants(tunnel.id()).isEmpty());
  }

  /// The indexes of an image always say what a slow look at its objects says.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void indexesAgreeWithTheObjects(long seed) {
    Random random = new Random(seed);
    Map<Long, Connection> model = new TreeMap<>();
    Image image = Image.EMPTY;
    for (int step = 0; step < 400; step++) {
      long id = 2L + random.nextInt(40);
      if (random.nextInt(4) == 0 && model.containsKey(id)) {
        image = image.after(Change.Drop.of(model.get(id)));
        model.remove(id);
        continue;
      }
      String name = "n" + random.nextInt(60);
      boolean taken =
          model.values().stream()
              .anyMatch(other -> other.name().object().equals(name) && other.id().number() != id);
      if (taken) {
        continue;
      }
      Connection object =
          granted(Samples.using(id, name, new ObjectId(2L + random.nextInt(40))), random);
      image = image.after(new Change.Put(object));
      model.put(id, object);
      assertAgrees(model, image, "seed " + seed + " step " + step);
    }
  }

  private static Connection granted(Connection object, Random random) {
    List<Grant> grants = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Optional<ObjectId> grantee =
          random.nextInt(4) == 0
              ? Optional.empty()
              : Optional.of(new ObjectId(100L + random.nextInt(5)));
      grants.add(new Grant(grantee, Samples.OWNER, Set.of(Privilege.USAGE)));
    }
    return object.withHeader(object.header().withGrants(grants));
  }

  private static void assertAgrees(Map<Long, Connection> model, Image image, String where) {
    assertEquals(model.size(), image.size(), where);
    for (Connection object : model.values()) {
      assertEquals(object, image.get(object.id()), where);
      assertEquals(object, at(image, "public", object.name().object()), where);
    }
    for (long id = 2; id < 42; id++) {
      ObjectId target = new ObjectId(id);
      Set<ObjectId> expected = new TreeSet<>();
      model.values().stream()
          .filter(object -> object.references().contains(target))
          .forEach(object -> expected.add(object.id()));
      assertEquals(expected, new TreeSet<>(image.dependants(target)), where);
    }
    assertEquals(model.size(), image.ownedBy(Samples.OWNER).size(), where);
    for (long id : new long[] {1, 100, 101, 102, 103, 104}) {
      ObjectId role = new ObjectId(id);
      Set<ObjectId> expected = new TreeSet<>();
      model.values().stream()
          .filter(object -> object.header().grants().stream().anyMatch(grant -> grant.names(role)))
          .forEach(object -> expected.add(object.id()));
      assertEquals(expected, new TreeSet<>(image.grantsNaming(role)), where);
    }
  }

  private static CatalogObject at(Image image, String schema, String name) {
    return image.find(Kind.Space.ITEM, new Name(schema, name)).orElseThrow();
  }

  private static io.fairlead.model.Header header(long id, String schema, String name) {
    return io.fairlead.model.Header.first(
        new ObjectId(id), new Name(schema, name), Samples.OWNER, Samples.NOW);
  }
}

package io.fairlead.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.postgres.PostgresType;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretFacts;
import io.fairlead.model.SecretLink;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.model.ValueOverlap;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStore;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.ObjectName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// When an answer may be given again, and when it must be made anew.
class ResolveTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Touch TOUCH = new Touch(NOON, "ann");
  private static final ObjectId ANN = new ObjectId(1);
  private static final ObjectId BOB = new ObjectId(2);
  private static final ObjectId SHOP = new ObjectId(10);
  private static final ObjectId PASSWORD = new ObjectId(11);
  private static final ObjectId EARLIER = new ObjectId(12);

  /// Answers with the key of what it is asked for, and notes it.
  private record NotingStore(String backend, List<String> asked, List<String> broken)
      implements SecretStore {
    @Override
    public MaterialRef keep(Slot slot, SecretBytes value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SecretBytes read(Slot slot, MaterialRef material) {
      asked.add(material.key());
      if (broken.contains(material.key())) {
        throw Refusal.of(ProblemKind.SECRET_UNAVAILABLE, "not now");
      }
      return SecretBytes.of("value of " + material.key());
    }

    @Override
    public void remove(Slot slot, MaterialRef material) {}

    @Override
    public boolean isSealed() {
      return false;
    }
  }

  private final List<String> asked = new ArrayList<>();
  private final List<String> broken = new ArrayList<>();
  private final SecretUses uses = new SecretUses(() -> NOON);
  private Instant now = NOON;
  private Image image = Image.EMPTY;
  private final Resolve resolve =
      new Resolve(
          new Connectors(List.of(new PostgresType(Reveal.create()))),
          new SecretStores(
              List.of(
                  new NotingStore("local", asked, broken),
                  new NotingStore("elsewhere", asked, broken))),
          new EgressDialer(new EgressPolicy(true, true)),
          uses,
          () -> now,
          () -> 0);

  ResolveTest() {
    put(role(ANN, "ann"));
    put(role(BOB, "bob"));
    Grant toAll = new Grant(Optional.empty(), BOB, Set.of(Privilege.USAGE));
    put(
        new Schema(
            Header.first(new ObjectId(3), Name.global(Name.PUBLIC), BOB, TOUCH)
                .withGrants(List.of(toAll))));
    put(secret(PASSWORD, "local", 1));
    put(secret(EARLIER, "local", 1));
    put(
        new Connection(
            Header.first(SHOP, new Name(Name.PUBLIC, "shop"), BOB, TOUCH),
            "postgres",
            Options.of(
                Map.of(
                    "host", new OptionValue.Text("h"),
                    "database", new OptionValue.Text("d"),
                    "user", new OptionValue.Text("u"),
                    "password", new SecretUse(PASSWORD))),
            List.of(),
            "deltaforge"));
  }

  private static Role role(ObjectId id, String name) {
    return new Role(
        Header.first(id, Name.global(name), id, TOUCH), true, false, Optional.empty(), List.of());
  }

  private static SecretVersion version(ObjectId id, String backend, int number) {
    return new SecretVersion(number, new MaterialRef(backend, id + "." + number), TOUCH);
  }

  private static Secret secret(ObjectId id, String backend, int versions) {
    List<SecretVersion> all = new ArrayList<>();
    for (int number = 1; number <= versions; number++) {
      all.add(version(id, backend, number));
    }
    return new Secret(
        Header.first(id, new Name(Name.PUBLIC, "s" + id), BOB, TOUCH), Secret.TEXT, all);
  }

  private void put(CatalogObject object) {
    image = image.with(object);
  }

  /// A change of an object is its next version.
  private void change(CatalogObject object) {
    put(object.withHeader(object.header().next(TOUCH)));
  }

  private Connection shop() {
    return image.connection(SHOP).orElseThrow();
  }

  private Secret password() {
    return image.secret(PASSWORD).orElseThrow();
  }

  private Resolve.Resolved asked(ObjectId role, String name) {
    return resolve.resolve(image, new Actor(role, name, Name.PUBLIC), ObjectName.of("shop"));
  }

  /// The password now and the one before.
  private String told() {
    Resolve.Resolved found = asked(BOB, "bob");
    return found.way().password().orElse("none")
        + ", "
        + found.fallback().flatMap(Resolve.Way::password).orElse("none");
  }

  @Test
  void anAnswerIsGivenAgainWhileNothingChanges() {
    assertEquals("value of u11.1, none", told());
    put(role(new ObjectId(50), "somebody"));
    assertEquals("value of u11.1, none", told());
    assertEquals(List.of("u11.1"), asked);
    assertEquals(2, uses.count(PASSWORD, 1).orElseThrow().uses(), "each use counts");
    assertEquals(
        List.of(new SecretUse(PASSWORD, Optional.of(1))), asked(BOB, "bob").secrets());
  }

  @Test
  void aChangeOfTheConnectionOrItsSecretIsTold() {
    told();
    change(password().withValue(new MaterialRef("local", "new"), TOUCH));
    assertEquals("value of new, none", told());
    assertEquals(Optional.of(2), asked(BOB, "bob").way().secretVersion());
    change(shop().withOptions(shop().options().with("host", new OptionValue.Text("h2"))));
    assertEquals("jdbc:postgresql://h2:5432/d", asked(BOB, "bob").way().url());
    assertEquals(List.of("u11.1", "new", "new"), asked);
  }

  @Test
  void anOverlapOfTheValueBeginsAndEnds() {
    told();
    change(
        password()
            .withValue(new MaterialRef("local", "new"), TOUCH)
            .withOverlap(Optional.of(new ValueOverlap(1, NOON.plusSeconds(60), 20))));
    assertEquals("value of new, value of u11.1", told());
    assertEquals(
        List.of(
            new SecretUse(PASSWORD, Optional.of(2)), new SecretUse(PASSWORD, Optional.of(1))),
        asked(BOB, "bob").secrets());
    now = NOON.plusSeconds(60).minusNanos(1);
    assertEquals("value of new, value of u11.1", told());
    assertEquals(3, asked.size());
    now = NOON.plusSeconds(60);
    assertEquals("value of new, none", told());
    now = NOON;
    change(password().withOverlap(Optional.empty()));
    assertEquals("value of new, none", told());
  }

  private void overlapWithEarlier() {
    Options before = Options.of(Map.of("password", new SecretUse(EARLIER)));
    change(
        shop()
            .withOverlap(
                Optional.of(new CredentialOverlap(before, NOON.plusSeconds(60), 20))));
  }

  @Test
  void anEarlierCredentialMayChangeToo() {
    told();
    overlapWithEarlier();
    assertEquals("value of u11.1, value of u12.1", told());
    change(
        image.secret(EARLIER).orElseThrow().withValue(new MaterialRef("local", "new"), TOUCH));
    assertEquals("value of u11.1, value of new", told());
  }

  @Test
  void anAnswerWithoutTheFallbackThatItShouldHaveIsNotKept() {
    overlapWithEarlier();
    broken.add("u12.1");
    assertEquals("value of u11.1, none", told());
    broken.clear();
    assertEquals("value of u11.1, value of u12.1", told());
    int before = asked.size();
    told();
    assertEquals(before, asked.size());
  }

  @Test
  void whatOthersKeepIsReadEachTime() {
    put(secret(PASSWORD, "elsewhere", 1));
    told();
    told();
    assertEquals(List.of("u11.1", "u11.1"), asked);
  }

  @Test
  void aLinkedSecretIsReadEachTimeAlsoWhereItIsTheEarlierOne() {
    put(
        new Secret(
            image.secret(EARLIER).orElseThrow().header(),
            Secret.TEXT,
            List.of(version(EARLIER, "local", 1)),
            Optional.empty(),
            Optional.of(new SecretLink("apps/shop", Optional.empty())),
            SecretFacts.NONE,
            Optional.empty(),
            Optional.empty()));
    overlapWithEarlier();
    told();
    told();
    assertEquals(List.of("u11.1", "u12.1", "u11.1", "u12.1"), asked);
  }

  @Test
  void aKeptAnswerIsForThoseWithTheRightAlone() {
    told();
    assertEquals(
        ProblemKind.FORBIDDEN,
        assertThrows(Refusal.class, () -> asked(ANN, "ann")).problem().kind());
  }
}

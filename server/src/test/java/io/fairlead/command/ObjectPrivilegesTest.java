package io.fairlead.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Touch;
import io.fairlead.sql.GrantTarget;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectPrivilegesTest {
  private static final Touch NOW = new Touch(Instant.parse("2026-11-25T12:00:00Z"), "admin");
  private static final ObjectId ADMIN = new ObjectId(1);
  private static final Actor ACTOR = new Actor(ADMIN, "admin", "public");
  private static final int MOST = Limits.GRANTS_PER_OBJECT;

  /// `admin`, the schema `s`, and roles from `r0`, one more than may have grants.
  private static Image image() {
    Image image =
        Image.EMPTY
            .with(role(1, "admin"))
            .with(new Schema(Header.first(new ObjectId(2), Name.global("s"), ADMIN, NOW)));
    for (int i = 0; i <= MOST; i++) {
      image = image.with(role(10 + i, "r" + i));
    }
    return image;
  }

  private static Role role(long id, String name) {
    return new Role(
        Header.first(new ObjectId(id), Name.global(name), ADMIN, NOW),
        true,
        id == 1,
        Optional.empty(),
        List.of());
  }

  private static List<String> names(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("r" + i);
    }
    return names;
  }

  private static Statement.GrantPrivileges grantOnSchema(int grantees) {
    return new Statement.GrantPrivileges(
        List.of(),
        new GrantTarget.Named(Kind.SCHEMA, List.of(ObjectName.of("s"))),
        names(grantees));
  }

  private static Decision<Reply> decided(Statement.GrantPrivileges statement, Image image) {
    Prepared prepared =
        new ObjectPrivileges.Granting(new Families(new Connectors(List.of()))).prepare(statement, ACTOR, image, List.of());
    return assertInstanceOf(Prepared.Change.class, prepared).step().decide(image, NOW);
  }

  @Test
  void atTheLimitOfGrants() {
    Image image = image();
    List<Change> changes = decided(grantOnSchema(MOST), image).changes();
    Change.Put put = assertInstanceOf(Change.Put.class, changes.getFirst());
    assertEquals(MOST, put.object().header().grants().size());
    assertEquals(2, put.object().version());
    Image full = image.after(put);
    assertEquals(List.of(), decided(grantOnSchema(MOST), full).changes());
    Refusal refusal =
        assertThrows(Refusal.class, () -> decided(grantOnSchema(MOST + 1), full));
    assertEquals(ProblemKind.TOO_LARGE, refusal.problem().kind());
  }

  /// A new object may start with more grants than one default privilege holds.
  @Test
  void defaultsOfAllTogetherAtTheLimit() {
    Image all = image().with(defaults(5000, Optional.empty(), 0, MOST));
    assertEquals(MOST, FirstGrants.of(all, ADMIN, Kind.SECRET, "s").size());
    Image same = all.with(defaults(5001, Optional.of(ADMIN), 0, MOST));
    assertEquals(MOST, FirstGrants.of(same, ADMIN, Kind.SECRET, "s").size());
    Image more = all.with(defaults(5001, Optional.of(ADMIN), 1, MOST + 1));
    Refusal refusal =
        assertThrows(Refusal.class, () -> FirstGrants.of(more, ADMIN, Kind.SECRET, "s"));
    assertEquals(ProblemKind.TOO_LARGE, refusal.problem().kind());
  }

  private static DefaultPrivilege defaults(
      long id, Optional<ObjectId> creator, int from, int to) {
    List<Grant> grants = new ArrayList<>();
    for (int i = from; i < to; i++) {
      grants.add(
          new Grant(Optional.of(new ObjectId(10 + i)), ADMIN, Set.of(Privilege.USAGE)));
    }
    Name name = DefaultPrivilege.name(creator, Optional.empty(), Kind.SECRET);
    return new DefaultPrivilege(
        Header.first(new ObjectId(id), name, ADMIN, NOW).withGrants(grants),
        creator,
        Optional.empty(),
        Kind.SECRET);
  }
}

package io.fairlead.command;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Touch;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GRANT role TO role and REVOKE role FROM role: members have the rights of their groups.
public final class RoleMembership {
  private static final Touch CHECKED_ONLY = new Touch(Instant.EPOCH, "");

  private RoleMembership() {}

  /// GRANT.
  public static final class Grant implements Command<Statement.GrantRole> {
    @Override
    public Prepared prepare(
        Statement.GrantRole statement,
        Actor actor,
        Image image,
        List<@Nullable Object> parameters) {
      return change(statement.groups(), statement.members(), true, actor, image);
    }
  }

  /// REVOKE.
  public static final class Revoke implements Command<Statement.RevokeRole> {
    @Override
    public Prepared prepare(
        Statement.RevokeRole statement,
        Actor actor,
        Image image,
        List<@Nullable Object> parameters) {
      return change(statement.groups(), statement.members(), false, actor, image);
    }
  }

  private static Prepared change(
      List<String> groups, List<String> members, boolean grant, Actor actor, Image image) {
    decide(groups, members, grant, actor, image, CHECKED_ONLY);
    return new Prepared.Change(
        (latest, now) -> decide(groups, members, grant, actor, latest, now));
  }

  private static Decision<Reply> decide(
      List<String> groups,
      List<String> members,
      boolean grant,
      Actor actor,
      Image image,
      Touch now) {
    Rights.mustBeSuperuser(image, actor, "change role membership");
    List<Change> changes = new ArrayList<>();
    for (String name : members) {
      Role before = Lookup.role(image, name);
      List<ObjectId> memberOf = new ArrayList<>(before.memberOf());
      for (String group : groups) {
        ObjectId id = Lookup.role(image, group).id();
        memberOf.remove(id);
        if (grant) {
          memberOf.add(id);
        }
      }
      Role after = before.withMemberOf(memberOf);
      if (!after.equals(before)) {
        Cycles.mustNotClose(image, after);
        changes.add(new Change.Put(after.withHeader(after.header().next(now))));
      }
    }
    return new Decision<>(changes, Reply.done(grant ? "GRANT ROLE" : "REVOKE ROLE"));
  }
}

package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.Stage;
import io.fairlead.model.Tag;
import io.fairlead.model.Token;
import io.fairlead.model.Touch;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// DROP of any kind of object. RESTRICT unless CASCADE is written: what something else needs stays.
/// Needs ownership of what is named, not of what falls with it (Materialize's rule).
public final class Drop implements Command<Statement.Drop> {
  /// For a decision whose changes are thrown away.
  private static final Touch CHECKED_ONLY = new Touch(Instant.EPOCH, "");

  private final Families families;

  public Drop(Families families) {
    this.families = families;
  }

  @Override
  public Prepared prepare(
      Statement.Drop statement, Actor actor, Image image, List<@Nullable Object> parameters) {
    decide(statement, actor, image, CHECKED_ONLY);
    return new Prepared.Change((latest, now) -> decide(statement, actor, latest, now));
  }

  private Decision<Reply> decide(
      Statement.Drop statement, Actor actor, Image image, Touch now) {
    List<Problem> notices = new ArrayList<>();
    Map<ObjectId, CatalogObject> named = new LinkedHashMap<>();
    for (ObjectName name : statement.names()) {
      Optional<CatalogObject> found = Lookup.find(image, statement.kind(), name, actor);
      if (found.isEmpty() && statement.ifExists()) {
        notices.add(Lookup.skipped(statement.kind(), name));
        continue;
      }
      CatalogObject object = Lookup.get(image, statement.kind(), name, actor);
      authorise(image, actor, object);
      families.mustBe(object, statement.family());
      Lookup.mustBeAt(statement.ifVersion(), object, image);
      named.put(object.id(), object);
    }
    Cascade fall = Cascade.of(image, actor, named, statement.cascade());
    notices.addAll(fall.notices());
    List<Change> changes = leaveGroups(image, named, now);
    fall.freed()
        .values()
        .forEach(
            freed -> changes.add(new Change.Put(freed.withHeader(freed.header().next(now)))));
    fall.all().forEach(object -> changes.add(Change.Drop.of(object)));
    return new Decision<>(
        changes, Reply.done("DROP " + statement.kind().keyword(), notices));
  }

  /// Members of dropped roles, without them.
  private static List<Change> leaveGroups(
      Image image, Map<ObjectId, CatalogObject> dropped, Touch now) {
    Map<ObjectId, Role> members = new LinkedHashMap<>();
    for (ObjectId group : dropped.keySet()) {
      for (ObjectId id : image.dependants(group)) {
        image.role(id).filter(role -> !dropped.containsKey(id)).ifPresent(r -> members.put(id, r));
      }
    }
    List<Change> changes = new ArrayList<>();
    for (Role member : members.values()) {
      List<ObjectId> left =
          member.memberOf().stream().filter(id -> !dropped.containsKey(id)).toList();
      changes.add(
          new Change.Put(member.withMemberOf(left).withHeader(member.header().next(now))));
    }
    return changes;
  }

  private static void authorise(Image image, Actor actor, CatalogObject object) {
    switch (object) {
      case Pipeline _ -> Rights.mustOwnOrHave(image, actor, Privilege.DROP_PIPELINE, object);
      case Connection _ -> Rights.mustOwnOrHave(image, actor, Privilege.DROP_LINK, object);
      case Secret _, Token _, ExternalTable _, Stage _, ExternalFunction _ ->
          Rights.mustOwn(image, actor, object);
      case Tag tag -> {
        Rights.mustOwn(image, actor, tag);
        AlterTags.mustBeUnset(image, tag);
      }
      case Schema schema -> {
        Rights.mustOwn(image, actor, schema);
        mustNotBePublic(schema);
      }
      case Role role -> {
        Rights.mustBeSuperuser(image, actor, "drop roles");
        mustNotBeNeeded(image, actor, role);
      }
      case DefaultPrivilege _ ->
          throw new IllegalArgumentException("default privileges have no name to drop them by");
    }
  }

  private static void mustNotBeNeeded(Image image, Actor actor, Role role) {
    if (role.id().equals(actor.role())) {
      throw Problem.of(ProblemKind.STILL_IN_USE, "current role cannot be dropped").refusal();
    }
    RoleUses.mustBeNone(image, role);
  }

  static void mustNotBePublic(Schema schema) {
    if (schema.name().object().equals(Name.PUBLIC)) {
      throw Refusal.of(ProblemKind.FORBIDDEN, "schema \"public\" cannot be dropped");
    }
  }
}

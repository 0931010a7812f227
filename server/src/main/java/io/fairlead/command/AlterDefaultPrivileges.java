package io.fairlead.command;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Touch;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// ALTER DEFAULT PRIVILEGES: the grants of objects that are made from now on. For a role's objects
/// by its members; for everybody's by superusers.
public final class AlterDefaultPrivileges implements Command<Statement.AlterDefaultPrivileges> {
  private static final String TAG = "ALTER DEFAULT PRIVILEGES";

  private static final Touch CHECKED_ONLY = new Touch(Instant.EPOCH, "");

  private final Supplier<ObjectId> newId;

  public AlterDefaultPrivileges(Supplier<ObjectId> newId) {
    this.newId = newId;
  }

  @Override
  public Prepared prepare(
      Statement.AlterDefaultPrivileges statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Supplier<ObjectId> anyId = () -> new ObjectId(image.nextId());
    int places = decide(statement, actor, image, CHECKED_ONLY, anyId).changes().size();
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      ids.add(newId.get());
    }
    return new Prepared.Change(
        (latest, now) -> {
          Iterator<ObjectId> unused = ids.iterator();
          return decide(statement, actor, latest, now, () -> next(unused, latest));
        });
  }

  /// More are needed than when it was prepared only if somebody took a default privilege away
  /// meanwhile.
  private static ObjectId next(Iterator<ObjectId> ids, Image image) {
    if (!ids.hasNext()) {
      throw Refusal.of(ProblemKind.CONFLICT, "the default privileges were changed meanwhile");
    }
    ObjectId id = ids.next();
    Lookup.mustBeUnused(image, id);
    return id;
  }

  private static Decision<Reply> decide(
      Statement.AlterDefaultPrivileges statement,
      Actor actor,
      Image image,
      Touch now,
      Supplier<ObjectId> ids) {
    List<Optional<ObjectId>> creators = creators(statement, actor, image);
    List<Optional<ObjectId>> schemas = schemas(statement, image);
    List<Optional<ObjectId>> grantees = ObjectPrivileges.grantees(statement.grantees(), image);
    Set<Privilege> privileges =
        ObjectPrivileges.applicable(statement.privileges(), statement.kind());
    List<Change> changes = new ArrayList<>();
    for (Optional<ObjectId> creator : creators) {
      for (Optional<ObjectId> schema : schemas) {
        Name name = DefaultPrivilege.name(creator, schema, statement.kind());
        Optional<CatalogObject> before = image.find(Kind.Space.DEFAULT_PRIVILEGE, name);
        ObjectId grantor = before.map(CatalogObject::owner).or(() -> creator).orElse(actor.role());
        List<Grant> granted = before.map(found -> found.header().grants()).orElse(List.of());
        List<Grant> grants = granted;
        for (Optional<ObjectId> grantee : grantees) {
          grants =
              ObjectPrivileges.changed(grants, grantee, grantor, privileges, statement.grant());
        }
        ObjectPrivileges.mustBeFew(grants, statement.kind());
        if (before.isPresent()) {
          changed(before.get(), grants, now).ifPresent(changes::add);
        } else if (!grants.isEmpty()) {
          Header header = Header.first(ids.get(), name, grantor, now).withGrants(grants);
          changes.add(
              new Change.Put(new DefaultPrivilege(header, creator, schema, statement.kind())));
        }
      }
    }
    return new Decision<>(changes, Reply.done(TAG));
  }

  /// The change to other grants: without any there is nothing to keep.
  static Optional<Change> changed(CatalogObject before, List<Grant> grants, Touch now) {
    if (grants.isEmpty()) {
      return Optional.of(Change.Drop.of(before));
    }
    return grants.equals(before.header().grants())
        ? Optional.empty()
        : Optional.of(
            new Change.Put(before.withHeader(before.header().next(now).withGrants(grants))));
  }

  private static List<Optional<ObjectId>> creators(
      Statement.AlterDefaultPrivileges statement, Actor actor, Image image) {
    if (statement.creators().isEmpty()) {
      Rights.mustBeSuperuser(image, actor, "alter default privileges for all roles");
      return List.of(Optional.empty());
    }
    List<Optional<ObjectId>> found = new ArrayList<>();
    for (String name : statement.creators().stream().distinct().toList()) {
      Role role = Lookup.role(image, name);
      Rights.mustBeMember(image, actor, role);
      found.add(Optional.of(role.id()));
    }
    return found;
  }

  private static List<Optional<ObjectId>> schemas(
      Statement.AlterDefaultPrivileges statement, Image image) {
    if (statement.schemas().isEmpty()) {
      return List.of(Optional.empty());
    }
    if (statement.kind() == Kind.SCHEMA) {
      throw Refusal.of(
          ProblemKind.INVALID_GRANT, "cannot use IN SCHEMA with privileges on SCHEMAS");
    }
    return statement.schemas().stream()
        .distinct()
        .map(name -> Optional.of(Lookup.schema(image, name).id()))
        .toList();
  }
}

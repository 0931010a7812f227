package io.fairlead.catalog;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Grant;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What one role may do in one image, by itself or through the roles that it is a member of.
///
/// An item in a schema that the role may not use is not there for it, whatever it may do with the
/// item itself. Schemas and roles are there for everybody.
public final class Access {
  private final Image image;
  private final boolean superuser;
  private final Set<ObjectId> roles;
  private final ConcurrentMap<String, Boolean> usableSchemas = new ConcurrentHashMap<>();

  private Access(Image image, boolean superuser, Set<ObjectId> roles) {
    this.image = image;
    this.superuser = superuser;
    this.roles = roles;
  }

  public static Access of(Image image, Role role) {
    Set<ObjectId> roles = new HashSet<>();
    ArrayDeque<Role> next = new ArrayDeque<>();
    next.add(role);
    while (!next.isEmpty()) {
      Role one = next.remove();
      if (roles.add(one.id())) {
        one.memberOf().forEach(id -> image.role(id).ifPresent(next::add));
      }
    }
    return new Access(image, role.superuser(), roles);
  }

  /// Of a role that is there no more, or of nobody in particular: what PUBLIC may.
  public static Access ofPublic(Image image) {
    return new Access(image, false, Set.of());
  }

  public boolean isSuperuser() {
    return superuser;
  }

  /// Whether the role is this one or a member of it, directly or not. Superusers are members of
  /// nothing by that.
  public boolean isMember(ObjectId role) {
    return roles.contains(role);
  }

  /// Superusers, the owner, and members of the owner.
  public boolean owns(CatalogObject object) {
    return superuser || roles.contains(object.owner());
  }

  /// Whether the role has a privilege on the object. Says nothing of the object's schema.
  public boolean may(Privilege privilege, CatalogObject object) {
    return owns(object) || isGranted(privilege, object) || mayByDatabase(privilege, object);
  }

  /// SingleStore's rights are on all connections of a schema.
  private boolean mayByDatabase(Privilege privilege, CatalogObject object) {
    return privilege == Privilege.USAGE
        && object instanceof Connection
        && mayInDatabase(Privilege.SHOW_LINK, object);
  }

  /// Whether the role has one of SingleStore's rights in the schema of an object.
  public boolean mayInDatabase(Privilege right, CatalogObject object) {
    return image
        .schema(object.name().schema())
        .filter(schema -> isGranted(right, schema))
        .isPresent();
  }

  private boolean isGranted(Privilege privilege, CatalogObject object) {
    for (Grant grant : object.header().grants()) {
      Optional<ObjectId> grantee = grant.grantee();
      if (grant.privileges().contains(privilege)
          && (grantee.isEmpty() || roles.contains(grantee.get()))) {
        return true;
      }
    }
    return false;
  }

  /// Whether the object is there for the role.
  public boolean sees(CatalogObject object) {
    return !object.kind().isInSchema() || mayUse(object.name().schema());
  }

  /// Whether what is in a schema is there for the role.
  public boolean mayUse(String schema) {
    return superuser || usesSchema(schema);
  }

  /// A scan asks at each row.
  private boolean usesSchema(String name) {
    Boolean known = usableSchemas.get(name);
    return known != null ? known : usableSchemas.computeIfAbsent(name, this::isUsable);
  }

  private boolean isUsable(String schemaName) {
    Optional<Schema> schema = image.schema(schemaName);
    return schema.isPresent()
        && (may(Privilege.USAGE, schema.get())
            || Privilege.ofDatabases().stream()
                .anyMatch(right -> isGranted(right, schema.get())));
  }
}

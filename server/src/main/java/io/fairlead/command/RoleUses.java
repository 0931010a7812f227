package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grant;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What keeps a role from being dropped: what it owns, what it has granted or was granted, and
/// default privileges that name it.
final class RoleUses {
  private static final int TOLD = 20;

  private RoleUses() {}

  static void mustBeNone(Image image, Role role) {
    List<String> uses = uses(image, role);
    if (uses.isEmpty()) {
      return;
    }
    int more = uses.size() - TOLD;
    String detail = String.join("\n", more > 0 ? uses.subList(0, TOLD) : uses);
    throw Problem.of(
            ProblemKind.STILL_IN_USE,
            "role \""
                + role.name().object()
                + "\" cannot be dropped because some objects depend on it")
        .withDetail(more > 0 ? detail + "\nand " + more + " more" : detail)
        .withHint("REASSIGN OWNED gives away what it owns; DROP OWNED drops the rest.")
        .refusal();
  }

  private static List<String> uses(Image image, Role role) {
    String name = role.name().object();
    List<String> uses = new ArrayList<>();
    for (CatalogObject object : objects(image, role, image.ownedBy(role.id()))) {
      if (!(object instanceof DefaultPrivilege)) {
        uses.add("owner of " + named(object));
      }
    }
    Set<ObjectId> naming = new TreeSet<>(image.grantsNaming(role.id()));
    naming.addAll(image.dependants(role.id()));
    for (CatalogObject object : objects(image, role, naming)) {
      if (object instanceof DefaultPrivilege defaults) {
        uses.addAll(inDefaults(defaults, role));
      } else if (grantor(object, role.id())) {
        uses.add("privileges on " + named(object) + " granted by " + name);
      } else if (grantee(object, role.id())) {
        uses.add("privileges granted on " + named(object) + " to " + name);
      }
    }
    return uses;
  }

  private static List<CatalogObject> objects(Image image, Role role, Set<ObjectId> ids) {
    return new TreeSet<>(ids)
        .stream().filter(id -> !id.equals(role.id())).map(image::get).toList();
  }

  private static List<String> inDefaults(DefaultPrivilege defaults, Role role) {
    String name = role.name().object();
    String what = "default privileges on " + defaults.target().keyword() + "S";
    List<String> uses = new ArrayList<>();
    if (defaults.creator().equals(Optional.of(role.id()))) {
      uses.add(what + " made by " + name);
    } else if (defaults.owner().equals(role.id())) {
      uses.add(what + " granted by " + name);
    }
    if (grantee(defaults, role.id())) {
      uses.add(what + " granted to " + name);
    }
    return uses;
  }

  private static boolean grantor(CatalogObject object, ObjectId role) {
    return object.header().grants().stream().anyMatch(grant -> grant.grantor().equals(role));
  }

  private static boolean grantee(CatalogObject object, ObjectId role) {
    return object.header().grants().stream()
        .map(Grant::grantee)
        .anyMatch(Optional.of(role)::equals);
  }

  private static String named(CatalogObject object) {
    return object.kind().keyword() + " " + object.name().full();
  }
}

package io.fairlead.catalog;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grant;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the audit says of a change: Materialize's type and shape, and for changes of an object also
/// its two versions and the names of what changed.
record AuditDetails(String type, Map<String, Object> values) {
  /// @param before null when the change made the object
  static AuditDetails of(Store.Entry entry, @Nullable CatalogObject before) {
    CatalogObject after = entry.object();
    if (after instanceof DefaultPrivilege || before instanceof DefaultPrivilege) {
      return defaults((DefaultPrivilege) before, (DefaultPrivilege) after);
    }
    if (after == null) {
      return new AuditDetails("drop", subject(entry.id(), entry.kind(), entry.name()));
    }
    if (before == null) {
      return new AuditDetails("create", subject(entry.id(), entry.kind(), entry.name()));
    }
    List<String> changed = Changed.between(before, after);
    AuditDetails made = changed.size() == 1 ? single(changed.getFirst(), before, after) : null;
    if (made == null) {
      Map<String, Object> values = subject(after.id(), after.kind(), after.name());
      made = new AuditDetails("alter", values);
    }
    made.values().put("old_version", before.version());
    made.values().put("new_version", after.version());
    made.values().put("changed", changed);
    return made;
  }

  /// The shape of a change of one thing that has a shape of its own; null where it has none.
  private static @Nullable AuditDetails single(
      String changed, CatalogObject before, CatalogObject after) {
    return switch (changed) {
      case Changed.NAME -> renamed(before, after);
      case Changed.OWNER -> {
        Map<String, Object> values = new TreeMap<>();
        values.put("object_id", after.id().toString());
        values.put("old_owner_id", before.owner().toString());
        values.put("new_owner_id", after.owner().toString());
        yield new AuditDetails("alter", values);
      }
      case Changed.COMMENT -> {
        Map<String, Object> values = new TreeMap<>();
        values.put("id", after.id().toString());
        values.put("name", after.name().full());
        yield new AuditDetails("comment", values);
      }
      case Changed.GRANTS -> granted(before, after);
      case Changed.MEMBERSHIP -> joined((Role) before, (Role) after);
      default -> null;
    };
  }

  /// What new objects start with, before and after; null where there was or is nothing.
  private static AuditDetails defaults(
      @Nullable DefaultPrivilege before, @Nullable DefaultPrivilege after) {
    List<Grant> were = before == null ? List.of() : before.header().grants();
    List<Grant> are = after == null ? List.of() : after.header().grants();
    List<Grant> added = minus(are, were);
    List<Grant> told = added.isEmpty() ? minus(were, are) : added;
    DefaultPrivilege known = after == null ? Objects.requireNonNull(before) : after;
    Map<String, Object> values = new TreeMap<>();
    known.creator().ifPresent(id -> values.put("role_id", id.toString()));
    known.schema().ifPresent(id -> values.put("schema_id", id.toString()));
    values.put("kind", known.target().word());
    if (told.size() == 1) {
      values.putAll(grant(told.getFirst()));
    } else {
      values.put("grants", told.stream().map(AuditDetails::grant).toList());
    }
    return new AuditDetails(added.isEmpty() ? "revoke" : "grant", values);
  }

  private static Map<String, Object> subject(ObjectId id, Kind kind, Name name) {
    Map<String, Object> values = new TreeMap<>();
    values.put("id", id.toString());
    switch (kind.space()) {
      case ITEM, TABLE, STAGE, PIPELINE, FUNCTION -> values.putAll(item(name));
      case ROLE, TOKEN, TAG -> values.put("name", name.object());
      case DEFAULT_PRIVILEGE -> {}
      case SCHEMA -> {
        values.put("database_name", Name.DATABASE);
        values.put("schema_name", name.object());
      }
    }
    return values;
  }

  private static Map<String, Object> item(Name name) {
    Map<String, Object> values = new TreeMap<>();
    values.put("database", Name.DATABASE);
    values.put("schema", name.schema());
    values.put("item", name.object());
    return values;
  }

  private static AuditDetails renamed(CatalogObject before, CatalogObject after) {
    boolean item = after.kind().isInSchema();
    Map<String, Object> values = new TreeMap<>();
    values.put("id", after.id().toString());
    values.put("old_name", item ? item(before.name()) : before.name().object());
    values.put("new_name", item ? item(after.name()) : after.name().object());
    return new AuditDetails("alter", values);
  }

  /// One grant as Materialize tells it; several at once as a list of these.
  private static AuditDetails granted(CatalogObject before, CatalogObject after) {
    List<Grant> added = minus(after.header().grants(), before.header().grants());
    List<Grant> removed = minus(before.header().grants(), after.header().grants());
    List<Grant> told = added.isEmpty() ? removed : added;
    Map<String, Object> values = new TreeMap<>();
    values.put("object_id", after.id().toString());
    if (told.size() == 1) {
      values.putAll(grant(told.getFirst()));
    } else {
      values.put("grants", told.stream().map(AuditDetails::grant).toList());
    }
    return new AuditDetails(added.isEmpty() ? "revoke" : "grant", values);
  }

  /// The privileges of each grant that the other list does not have.
  private static List<Grant> minus(List<Grant> grants, List<Grant> others) {
    List<Grant> left = new ArrayList<>();
    for (Grant grant : grants) {
      java.util.Set<Privilege> privileges = new java.util.TreeSet<>(grant.privileges());
      others.stream()
          .filter(other -> other.grantee().equals(grant.grantee()))
          .filter(other -> other.grantor().equals(grant.grantor()))
          .forEach(other -> privileges.removeAll(other.privileges()));
      if (!privileges.isEmpty()) {
        left.add(new Grant(grant.grantee(), grant.grantor(), privileges));
      }
    }
    return left;
  }

  private static Map<String, Object> grant(Grant grant) {
    Map<String, Object> values = new TreeMap<>();
    values.put("grantee_id", grant.grantee().map(ObjectId::toString).orElse("p"));
    values.put("grantor_id", grant.grantor().toString());
    values.put(
        "privileges",
        grant.privileges().stream()
            .map(privilege -> String.valueOf(privilege.letter()))
            .collect(Collectors.joining()));
    return values;
  }

  private static AuditDetails joined(Role before, Role after) {
    List<ObjectId> added = new ArrayList<>(after.memberOf());
    added.removeAll(before.memberOf());
    List<ObjectId> removed = new ArrayList<>(before.memberOf());
    removed.removeAll(after.memberOf());
    List<ObjectId> told = added.isEmpty() ? removed : added;
    Map<String, Object> values = new TreeMap<>();
    values.put("member_id", after.id().toString());
    if (told.size() == 1) {
      values.put("role_id", told.getFirst().toString());
    } else {
      values.put("role_ids", told.stream().map(ObjectId::toString).toList());
    }
    return new AuditDetails(added.isEmpty() ? "revoke" : "grant", values);
  }
}

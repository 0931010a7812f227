package io.fairlead.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lists of grants: one entry a grantee, in the order in which the grantees first came.
public final class Grants {
  private Grants() {}

  /// The list with these privileges too.
  public static List<Grant> plus(List<Grant> grants, Grant more) {
    List<Grant> result = new ArrayList<>(grants);
    for (int i = 0; i < result.size(); i++) {
      Grant grant = result.get(i);
      if (grant.grantee().equals(more.grantee())) {
        Set<Privilege> all = EnumSet.copyOf(grant.privileges());
        all.addAll(more.privileges());
        result.set(i, new Grant(more.grantee(), more.grantor(), all));
        return result;
      }
    }
    result.add(more);
    return result;
  }

  /// The list without these privileges of one grantee.
  public static List<Grant> minus(
      List<Grant> grants, Optional<ObjectId> grantee, Set<Privilege> fewer) {
    List<Grant> result = new ArrayList<>();
    for (Grant grant : grants) {
      if (!grant.grantee().equals(grantee)) {
        result.add(grant);
        continue;
      }
      Set<Privilege> left = EnumSet.copyOf(grant.privileges());
      left.removeAll(fewer);
      if (!left.isEmpty()) {
        result.add(new Grant(grantee, grant.grantor(), left));
      }
    }
    return result;
  }

  /// The list when the object has a new owner, who needs none.
  public static List<Grant> passedOn(List<Grant> grants, ObjectId newOwner) {
    return grantedBy(newOwner, grants).stream()
        .filter(grant -> !grant.grantee().equals(Optional.of(newOwner)))
        .toList();
  }

  /// The same privileges from another grantor.
  public static List<Grant> grantedBy(ObjectId grantor, List<Grant> grants) {
    return grants.stream()
        .map(grant -> new Grant(grant.grantee(), grantor, grant.privileges()))
        .toList();
  }
}

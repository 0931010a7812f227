package io.fairlead.model;

import java.util.List;

/// What every catalog object has, whatever its kind.
///
/// @param version 1 for a new object; one more for each committed change
/// @param comment empty when there is none
/// @param grants what others than the owner may do, one a grantee; the grantor is the owner
public record Header(
    ObjectId id,
    Name name,
    ObjectId owner,
    String comment,
    int version,
    Touch created,
    Touch updated,
    List<Grant> grants) {

  public Header {
    grants = List.copyOf(grants);
  }

  public static Header first(ObjectId id, Name name, ObjectId owner, Touch now) {
    return new Header(id, name, owner, "", 1, now, now, List.of());
  }

  /// The header of the next version of the same object.
  public Header next(Touch now) {
    return new Header(id, name, owner, comment, version + 1, created, now, grants);
  }

  public Header withName(Name newName) {
    return new Header(id, newName, owner, comment, version, created, updated, grants);
  }

  /// The grants are the new owner's from now on.
  public Header withOwner(ObjectId newOwner) {
    List<Grant> passedOn = Grants.passedOn(grants, newOwner);
    return new Header(id, name, newOwner, comment, version, created, updated, passedOn);
  }

  public Header withComment(String text) {
    return new Header(id, name, owner, text, version, created, updated, grants);
  }

  public Header withGrants(List<Grant> newGrants) {
    return new Header(id, name, owner, comment, version, created, updated, newGrants);
  }
}

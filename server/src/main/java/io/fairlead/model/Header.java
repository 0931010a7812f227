package io.fairlead.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What every catalog object has, whatever its kind.
///
/// @param version 1 for a new object; one more for each committed change
/// @param comment empty when there is none
/// @param grants what others than the owner may do, one a grantee; the grantor is the owner
/// @param tags the value for each tag that the object is marked with
public record Header(
    ObjectId id,
    Name name,
    ObjectId owner,
    String comment,
    int version,
    Touch created,
    Touch updated,
    List<Grant> grants,
    SortedMap<ObjectId, String> tags) {

  private static final SortedMap<ObjectId, String> NO_TAGS =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  public Header {
    grants = List.copyOf(grants);
    tags = tags.isEmpty() ? NO_TAGS : Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  public static Header first(ObjectId id, Name name, ObjectId owner, Touch now) {
    return new Header(id, name, owner, "", 1, now, now, List.of(), NO_TAGS);
  }

  /// The header of the next version of the same object.
  public Header next(Touch now) {
    return new Header(id, name, owner, comment, version + 1, created, now, grants, tags);
  }

  public Header withName(Name newName) {
    return new Header(id, newName, owner, comment, version, created, updated, grants, tags);
  }

  /// The grants are the new owner's from now on.
  public Header withOwner(ObjectId newOwner) {
    List<Grant> passedOn = Grants.passedOn(grants, newOwner);
    return new Header(id, name, newOwner, comment, version, created, updated, passedOn, tags);
  }

  public Header withComment(String text) {
    return new Header(id, name, owner, text, version, created, updated, grants, tags);
  }

  public Header withGrants(List<Grant> newGrants) {
    return new Header(id, name, owner, comment, version, created, updated, newGrants, tags);
  }

  public Header withTags(SortedMap<ObjectId, String> newTags) {
    return new Header(id, name, owner, comment, version, created, updated, grants, newTags);
  }
}

package io.fairlead.model;

/// The id of a catalog object: immutable, never used twice, printed as `u1`, `u2`, …
/// One counter serves every kind of object; numbers may be skipped.
public record ObjectId(long number) implements Comparable<ObjectId> {
  public ObjectId {
    if (number <= 0) {
      throw new IllegalArgumentException("an object id is at least 1");
    }
  }

  /// @throws IllegalArgumentException when the text is not `u` and a positive number
  public static ObjectId parse(String text) {
    if (!text.startsWith("u")) {
      throw new IllegalArgumentException("not an object id");
    }
    return new ObjectId(Long.parseLong(text.substring(1)));
  }

  @Override
  public int compareTo(ObjectId other) {
    return Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "u" + number;
  }
}

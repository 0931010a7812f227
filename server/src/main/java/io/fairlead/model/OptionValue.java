package io.fairlead.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The value of one option of a connection. Never a secret itself: a secret is always a *use* of a
/// secret object.
public sealed interface OptionValue {
  record Text(String value) implements OptionValue {}

  record Num(long value) implements OptionValue {}

  record Flag(boolean value) implements OptionValue {}

  /// Values in the order in which they were written.
  record Items(List<OptionValue> values) implements OptionValue {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// A value with named parts, such as a broker with its own tunnel.
  record Group(SortedMap<String, OptionValue> parts) implements OptionValue {
    public Group {
      parts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    public static Group of(Map<String, OptionValue> parts) {
      return new Group(new TreeMap<>(parts));
    }
  }

  /// @param version one that the secret keeps; empty for whichever is current
  record SecretUse(ObjectId secret, Optional<Integer> version) implements OptionValue {
    public SecretUse(ObjectId secret) {
      this(secret, Optional.empty());
    }
  }

  record ConnectionUse(ObjectId connection) implements OptionValue {}

  /// Tells `visitor` every object that this value refers to.
  default void references(Consumer<ObjectId> visitor) {
    switch (this) {
      case Text _, Num _, Flag _ -> {}
      case Items items -> items.values().forEach(value -> value.references(visitor));
      case Group group -> group.parts().values().forEach(value -> value.references(visitor));
      case SecretUse use -> visitor.accept(use.secret());
      case ConnectionUse use -> visitor.accept(use.connection());
    }
  }

  /// The objects that this value refers to.
  default Set<ObjectId> references() {
    Set<ObjectId> found = new java.util.TreeSet<>();
    references(found::add);
    return found;
  }
}

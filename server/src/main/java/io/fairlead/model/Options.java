package io.fairlead.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The options of a connection: canonical key (`ssl_mode`) to value.
public record Options(SortedMap<String, OptionValue> values) {
  public static final Options NONE = new Options(new TreeMap<>());

  public Options {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static Options of(Map<String, OptionValue> values) {
    return new Options(new TreeMap<>(values));
  }

  public Optional<OptionValue> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /// The text of an option; empty when it is not set or is not a text.
  public Optional<String> text(String key) {
    return values.get(key) instanceof OptionValue.Text(String value)
        ? Optional.of(value)
        : Optional.empty();
  }

  public Options with(String key, OptionValue value) {
    TreeMap<String, OptionValue> copy = new TreeMap<>(values);
    copy.put(key, value);
    return new Options(copy);
  }

  public Options without(String key) {
    TreeMap<String, OptionValue> copy = new TreeMap<>(values);
    copy.remove(key);
    return new Options(copy);
  }

  /// Those of these keys that there are.
  public Options only(String... keys) {
    TreeMap<String, OptionValue> copy = new TreeMap<>(values);
    copy.keySet().retainAll(Set.of(keys));
    return new Options(copy);
  }

  /// These, and where both have a key the value of `others`.
  public Options with(Options others) {
    TreeMap<String, OptionValue> copy = new TreeMap<>(values);
    copy.putAll(others.values());
    return new Options(copy);
  }

  public Set<ObjectId> references() {
    Set<ObjectId> found = new TreeSet<>();
    values.values().forEach(value -> value.references(found::add));
    return found;
  }
}

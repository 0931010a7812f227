package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Probe;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import java.util.Map;
import java.util.TreeMap;

/// What a probe has proved, and of which versions of which objects: the proof holds for a later
/// image only while these are the same.
record Probed(Options options, Map<ObjectId, Integer> versions, Probe probe) {
  static Probed of(Image image, Connection candidate, Probe probe) {
    return new Probed(candidate.options(), versions(image, candidate), probe);
  }

  /// The candidate of a later image, with what the probe has learned.
  ///
  /// @throws io.fairlead.base.Refusal of kind `CONFLICT` when something else would be stored than
  ///     what was proved
  Connection proved(Image image, Connection candidate) {
    if (!candidate.options().equals(options) || !versions(image, candidate).equals(versions)) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "connection \""
                  + candidate.name().object()
                  + "\" or an object that it uses was changed during its validation")
          .withHint("Try again.")
          .refusal();
    }
    Options learned = candidate.options();
    for (Map.Entry<String, OptionValue> entry : probe.learned().entrySet()) {
      learned = learned.with(entry.getKey(), entry.getValue());
    }
    return candidate.withOptions(learned);
  }

  private static Map<ObjectId, Integer> versions(Image image, Connection candidate) {
    Map<ObjectId, Integer> found = new TreeMap<>();
    java.util.ArrayDeque<ObjectId> next = new java.util.ArrayDeque<>(candidate.references());
    while (!next.isEmpty()) {
      ObjectId id = next.remove();
      image
          .object(id)
          .ifPresent(
              object -> {
                if (found.put(id, object.version()) == null) {
                  next.addAll(object.references());
                }
              });
    }
    return found;
  }
}

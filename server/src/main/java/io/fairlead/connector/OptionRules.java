package io.fairlead.connector;

import io.fairlead.base.Nearest;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.model.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The rules that an option table states by itself: which options there are and which are needed.
/// Options that exclude each other are [ConnectorType#configure]'s business. Pure.
public final class OptionRules {
  private static final Set<String> LOGIN = Set.of("user", "password");

  private OptionRules() {}

  /// Reports everything that the table says is wrong with `options`.
  public static void check(ConnectorType<?> type, Options options, Problems problems) {
    checkKnown(type, options.values().keySet(), problems);
    for (OptionSpec spec : type.options()) {
      if (spec.required() && !options.has(spec.key()) && !isInCredential(spec, options)) {
        problems.add(ProblemKind.INVALID_OPTION, spec.spelling() + " option is required");
      }
    }
  }

  /// Whether a CREDENTIAL may hold what the option would say; signing in shows whether it does.
  private static boolean isInCredential(OptionSpec spec, Options options) {
    return options.has(SharedOptions.CREDENTIAL) && LOGIN.contains(spec.key());
  }

  /// The same for the keys alone that a user has written: also refuses those that only the server
  /// writes.
  public static void checkWritten(ConnectorType<?> type, Set<String> keys, Problems problems) {
    checkKnown(type, keys, problems);
    for (OptionSpec spec : type.options()) {
      if (spec.shape() == OptionSpec.Shape.SYSTEM && keys.contains(spec.key())) {
        problems.add(
            ProblemKind.INVALID_OPTION,
            "the " + spec.spelling() + " option cannot be explicitly specified");
      }
    }
  }

  private static void checkKnown(ConnectorType<?> type, Set<String> keys, Problems problems) {
    List<String> unknown = new ArrayList<>();
    for (String key : keys) {
      if (type.option(key).isEmpty()) {
        unknown.add(key);
      }
    }
    if (!unknown.isEmpty()) {
      problems.add(unknown(type, unknown.stream().sorted().toList()));
    }
  }

  private static Problem unknown(ConnectorType<?> type, List<String> unknown) {
    List<String> allowed =
        type.options().stream()
            .filter(spec -> spec.shape() != OptionSpec.Shape.SYSTEM)
            .map(OptionSpec::spelling)
            .toList();
    String hint = "Allowed options are " + String.join(", ", allowed) + ".";
    String near =
        unknown.stream()
            .map(key -> Nearest.to(OptionSpec.spelling(key), allowed))
            .flatMap(Optional::stream)
            .distinct()
            .collect(Collectors.joining(", "));
    return Problem.of(
            ProblemKind.INVALID_OPTION,
            type.spellings().getFirst()
                + " connections do not support "
                + unknown.stream().map(OptionSpec::spelling).collect(Collectors.joining(", "))
                + " values")
        .withHint(near.isEmpty() ? hint : "Did you mean " + near + "? " + hint);
  }
}

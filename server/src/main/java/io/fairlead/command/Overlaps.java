package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Touch;
import io.fairlead.sql.OverlapClause;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What an ALTER CONNECTION leaves of the secrets that it replaces.
final class Overlaps {
  private Overlaps() {}

  /// The connection after a change, with the overlap that was asked for. Without one, a change of
  /// secrets ends the overlap that there was, and any other change leaves it.
  ///
  /// @param image the one in which `before` stands: tells which versions were current
  /// @param renewed the options whose secret stays the same and gets a new value
  static Connection after(
      Image image,
      Connection before,
      Connection after,
      Set<String> renewed,
      Optional<OverlapClause> clause,
      Touch now) {
    Options replaced = replaced(image, before, after, renewed);
    if (clause.isEmpty()) {
      return replaced.values().isEmpty() ? after : after.withOverlap(Optional.empty());
    }
    if (replaced.values().isEmpty()) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "OVERLAP is for changes that replace a secret, and this one replaces none")
          .withHint("Leave it out, or set the option that names the secret.")
          .refusal();
    }
    for (String key : replaced.values().keySet()) {
      if (!after.options().has(key)) {
        throw Problem.of(
                ProblemKind.INVALID_OPTION,
                "OVERLAP is for another secret in the same option, and %s is taken away"
                    .formatted(OptionSpec.spelling(key)))
            .withHint("Change over to the other option first, without OVERLAP.")
            .refusal();
      }
    }
    OverlapClause wanted = clause.get();
    return after.withOverlap(
        Optional.of(
            new CredentialOverlap(replaced, now.at().plus(wanted.time()), wanted.proofs())));
  }

  /// The secrets of before that are used no more, each fixed at the version that it had.
  private static Options replaced(
      Image image, Connection before, Connection after, Set<String> renewed) {
    TreeMap<String, OptionValue> found = new TreeMap<>();
    for (Map.Entry<String, OptionValue> entry : before.options().values().entrySet()) {
      if (entry.getValue() instanceof SecretUse use
          && (renewed.contains(entry.getKey())
              || !after.options().get(entry.getKey()).equals(Optional.of(use)))) {
        Optional<Integer> version =
            use.version()
                .or(() -> image.secret(use.secret()).map(secret -> secret.current().number()));
        found.put(entry.getKey(), new SecretUse(use.secret(), version));
      }
    }
    return new Options(found);
  }
}

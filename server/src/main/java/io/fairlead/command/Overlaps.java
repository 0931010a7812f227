package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.OptionSpec;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.ConnectionUse;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Touch;
import io.fairlead.sql.OverlapClause;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What an ALTER CONNECTION leaves of the sign-in that it replaces.
final class Overlaps {
  private Overlaps() {}

  /// The connection after a change, with the overlap that was asked for. Without one, a change of how
  /// it signs in ends the overlap that there was, and any other change leaves it.
  ///
  /// @param image the one in which `before` stands: tells which versions were current
  /// @param type tells which options belong to signing in
  /// @param renewed the options whose secret stays the same and gets a new value
  static Connection after(
      Image image,
      Connection before,
      Connection after,
      ConnectorType<?> type,
      Set<String> renewed,
      Optional<OverlapClause> clause,
      Touch now) {
    Options replaced = replaced(image, before, after, signIns(type), renewed);
    Set<String> added = new TreeSet<>(after.options().values().keySet());
    added.removeAll(before.options().values().keySet());
    added.removeIf(
        key ->
            !signIns(type).contains(key)
                && !(after.options().get(key).orElseThrow() instanceof SecretUse));
    if (clause.isEmpty()) {
      return replaced.values().isEmpty() && added.isEmpty()
          ? after
          : after.withOverlap(Optional.empty());
    }
    OverlapClause wanted = clause.get();
    CredentialOverlap overlap =
        new CredentialOverlap(replaced, added, now.at().plus(wanted.time()), wanted.proofs());
    mustReplaceASecret(overlap, after.options());
    return after.withOverlap(Optional.of(overlap));
  }

  /// Where no secret comes in the place of another, nothing could prove that the new one serves.
  private static void mustReplaceASecret(CredentialOverlap overlap, Options after) {
    if (overlap.before().values().values().stream().noneMatch(Overlaps::isCredential)) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "OVERLAP is for changes that replace a secret, and this one replaces none")
          .withHint("Leave it out, or set the option that names the secret.")
          .refusal();
    }
    if (overlap.changed().stream()
        .flatMap(key -> after.get(key).stream())
        .noneMatch(Overlaps::isCredential)) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "OVERLAP is for another secret in the place of the earlier one, and %s is taken away"
                  .formatted(
                      overlap.before().values().entrySet().stream()
                          .filter(entry -> isCredential(entry.getValue()))
                          .map(entry -> OptionSpec.spelling(entry.getKey()))
                          .collect(Collectors.joining(" and "))))
          .withHint("Leave OVERLAP out.")
          .refusal();
    }
  }

  /// A secret, or another connection whose identity signs in.
  private static boolean isCredential(OptionValue value) {
    return value instanceof SecretUse || value instanceof ConnectionUse;
  }

  private static Set<String> signIns(ConnectorType<?> type) {
    return type.options().stream()
        .filter(OptionSpec::isSignIn)
        .map(OptionSpec::key)
        .collect(Collectors.toSet());
  }

  /// What signs in no more, each secret fixed at the version that it had.
  private static Options replaced(
      Image image, Connection before, Connection after, Set<String> signIns, Set<String> renewed) {
    TreeMap<String, OptionValue> found = new TreeMap<>();
    for (Map.Entry<String, OptionValue> entry : before.options().values().entrySet()) {
      String key = entry.getKey();
      OptionValue value = entry.getValue();
      boolean isOther = !after.options().get(key).equals(Optional.of(value));
      if (value instanceof SecretUse use) {
        if (isOther || renewed.contains(key)) {
          found.put(key, pinned(image, use));
        }
      } else if (isOther && signIns.contains(key)) {
        found.put(key, value);
      }
    }
    return new Options(found);
  }

  private static SecretUse pinned(Image image, SecretUse use) {
    Optional<Integer> version =
        use.version()
            .or(() -> image.secret(use.secret()).map(secret -> secret.current().number()));
    return new SecretUse(use.secret(), version);
  }
}

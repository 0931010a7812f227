package io.fairlead.connector;

import io.fairlead.base.Problems;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.secret.SecretBytes;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One type of connection: its option table, its rules and its probe. One folder each.
///
/// @param <C> the connector's own typed configuration; it exists between [#configure] and the
///     socket, and holds uses of secrets, never secrets
public interface ConnectorType<C extends Record> {
  /// `postgres`; what the catalog stores.
  String name();

  /// How SQL spells it, upper case: `POSTGRES`, `SSH TUNNEL`. The first one is printed.
  List<String> spellings();

  /// In the order in which SHOW CREATE prints them.
  List<OptionSpec> options();

  /// One row of [#options] by its key.
  default Optional<OptionSpec> option(String key) {
    for (OptionSpec spec : options()) {
      if (spec.key().equals(key)) {
        return Optional.of(spec);
      }
    }
    return Optional.empty();
  }

  /// The row that a key means in any spelling: `AWS Access-Key-Id`, `database.port`.
  default Optional<OptionSpec> spelled(String written) {
    String spelling =
        written.replace('_', ' ').replace('.', ' ').replace('-', ' ').toUpperCase(Locale.ROOT);
    for (OptionSpec spec : options()) {
      if (spec.spelling().equals(spelling) || spec.spellings().contains(spelling)) {
        return Optional.of(spec);
      }
    }
    return Optional.empty();
  }

  /// The prefix of options that users name as they like, such as headers; [#option] has a row for each
  /// key that begins with it.
  default Optional<String> ownKeys() {
    return Optional.empty();
  }

  /// Whether CREATE and ALTER probe when the statement does not say.
  boolean validatesByDefault();

  /// How many key pairs a connection of this type gets at CREATE.
  default int keyPairs() {
    return 0;
  }

  /// Makes one of them. Only for types with [#keyPairs] above 0.
  default GeneratedKeyPair generateKeyPair(SecureRandom random) {
    throw new UnsupportedOperationException(name() + " has no key pairs");
  }

  /// Checks what the option table cannot say, and reports everything that is wrong. Pure.
  /// Required options, shapes and unknown keys have been checked before; what is missing here is
  /// the business of the rules between options. The result is not used when there are problems.
  C configure(Options options, Problems problems);

  /// Checks the options against the connections that they name. Pure; only for options in which
  /// [#configure] found nothing wrong.
  default void checkUses(
      Options options, Function<ObjectId, Connection> connections, Problems problems) {}

  /// The options whose secrets must hold something of a certain form.
  default Set<String> checkedSecrets() {
    return Set.of();
  }

  /// Checks what is in the secret of one of [#checkedSecrets], before it is used. Pure; the value
  /// stays the caller's, and no problem quotes it.
  default void checkSecret(String key, SecretBytes value, Problems problems) {}

  /// Does what a person would try, step by step, through `attempt` alone. Returns normally when all
  /// steps passed.
  ///
  /// @throws StepFailed at the first step that failed
  void probe(C config, Attempt attempt) throws StepFailed;
}

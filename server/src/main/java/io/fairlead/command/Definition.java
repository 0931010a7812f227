package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.catalog.Image;
import io.fairlead.command.TypedSecrets.Drafts;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionRules;
import io.fairlead.connector.VaultType;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.sql.OptionEdit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The rules that a connection's final state must meet, for CREATE and ALTER alike. Pure; reports
/// everything that is wrong at once. Names come first, then rights on everything that the final state
/// uses, then all else.
public final class Definition {
  private final Connectors connectors;

  public Definition(Connectors connectors) {
    this.connectors = connectors;
  }

  ConnectorType<?> type(String name) {
    return connectors.get(name);
  }

  /// @return the options after the edits, proved to be a valid definition that the actor may make
  Options edited(
      ConnectorType<?> type,
      Options current,
      List<OptionEdit> edits,
      boolean creating,
      Actor actor,
      Drafts drafts) {
    Problems problems = new Problems();
    Options options = applied(type, current, edits, creating, actor, drafts, problems);
    check(type, options, options.references(), actor, drafts.image(), problems);
    return options;
  }

  /// The options after the edits of one action, which may need those of the next one to be valid.
  ///
  /// @param drafts the objects, and among them the secrets for values that the statement types
  Options applied(
      ConnectorType<?> type,
      Options current,
      List<OptionEdit> edits,
      boolean creating,
      Actor actor,
      Drafts drafts,
      Problems problems) {
    return new OptionEdits(type, drafts.image(), actor, drafts::secret, problems)
        .apply(current, edits, creating);
  }

  /// Refuses what is not a valid definition, or not one that the actor may make.
  ///
  /// @param altered whoever may alter it needs no right on the secrets that are part of it
  /// @param problems what was found on the way here
  void check(Connection altered, Actor actor, Image image, Problems problems) {
    Set<ObjectId> others = new TreeSet<>(altered.options().references());
    others.removeIf(
        id ->
            image
                .secret(id)
                .filter(secret -> secret.partOf().equals(Optional.of(altered.id())))
                .isPresent());
    check(type(altered.type()), altered.options(), others, actor, image, problems);
  }

  private static void check(
      ConnectorType<?> type,
      Options options,
      Set<ObjectId> used,
      Actor actor,
      Image image,
      Problems problems) {
    problems.throwIfAny(ProblemKind.UNKNOWN_OBJECT);
    Rights.mustUseAll(image, actor, used);
    OptionRules.check(type, options, problems);
    problems.throwIfAny();
    type.configure(options, problems);
    problems.throwIfAny();
    type.checkUses(options, id -> image.connection(id).orElseThrow(), problems);
    if (type instanceof VaultType<?>) {
      checkVault(options, image, problems);
    }
    problems.throwIfAny();
  }

  /// A way into a vault that leads through a vault could go round in circles.
  private static void checkVault(Options options, Image image, Problems problems) {
    for (ObjectId id : options.references()) {
      image
          .secret(id)
          .filter(secret -> secret.storage().isPresent())
          .ifPresent(
              secret ->
                  problems.add(
                      Problem.of(
                              ProblemKind.INVALID_OPTION,
                              "secret \""
                                  + secret.name().object()
                                  + "\" is in a credential storage itself")
                          .withDetail(
                              "A credential storage signs in with secrets of this server's own"
                                  + " vault alone.")));
    }
  }
}

package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.model.Connection;
import io.fairlead.model.KeyPair;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.model.Touch;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ALTER CONNECTION: all its actions together make one version, or none.
///
/// The pure part (names, rights, edits, rules) runs when the statement is prepared and once more
/// when it is decided, on the image of that moment, unless all that it rests on is still the same:
/// changes of other people in between are kept. Only a change that was probed insists on what it saw.
public final class AlterConnection implements Command<Statement.AlterConnection> {
  private static final String TAG = "ALTER CONNECTION";

  private final Definition definition;
  private final KeyPairs keyPairs;
  private final SecretContents contents;
  private final Prober prober;
  private final EarlierVersions earlierVersions;

  public AlterConnection(
      Definition definition,
      KeyPairs keyPairs,
      SecretContents contents,
      Prober prober,
      EarlierVersions earlierVersions) {
    this.definition = definition;
    this.keyPairs = keyPairs;
    this.contents = contents;
    this.prober = prober;
    this.earlierVersions = earlierVersions;
  }

  @Override
  public Prepared prepare(
      Statement.AlterConnection statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (isSkipped(statement, actor, image)) {
      return new Prepared.Answer(skipped(statement));
    }
    Connection before = Lookup.connection(image, statement.name(), actor);
    Rights.mustOwn(image, actor, before);
    mustBeAt(statement.ifVersion(), before);
    Optional<EarlierVersion> earlier = earlier(statement, actor, image, before);
    Connection after = edited(statement, actor, image, before, earlier);
    Optional<Basis> basis = basis(statement, actor, image, before, after);
    Connection candidate = after;
    Optional<KeyProof> proof = proof(statement, image, candidate);
    List<KeyPair> fresh = List.of();
    if (rotates(statement)) {
      fresh = keyPairs.make(definition.type(before.type()), before.id(), 1);
      candidate = rotated(candidate, fresh);
    }
    try {
      Connection proposed = candidate;
      List<KeyPair> made = fresh;
      return new Prepared.Change(
          contents.checked(
              image,
              proposed,
              () -> {
                Optional<Probed> probed =
                    validates(statement, before)
                        ? Optional.of(probed(image, proposed))
                        : Optional.empty();
                Plan plan =
                    new Plan(
                        statement, actor, before, after, basis, earlier, made, proof, probed);
                return (latest, now) -> decide(plan, latest, now);
              }));
    } catch (Refusal refusal) {
      keyPairs.forget(before.id(), fresh);
      throw refusal;
    }
  }

  private Probed probed(Image image, Connection candidate) {
    return Probed.of(image, candidate, prober.mustPass(image, candidate, Prober.UNCHANGED));
  }

  /// What was prepared, for the decision.
  ///
  /// @param after the connection without its new keys, and without what probes learn
  /// @param basis what `after` rests on; empty when it cannot be told
  private record Plan(
      Statement.AlterConnection statement,
      Actor actor,
      Connection before,
      Connection after,
      Optional<Basis> basis,
      Optional<EarlierVersion> earlier,
      List<KeyPair> fresh,
      Optional<KeyProof> proof,
      Optional<Probed> probed) {}

  /// Empty where a decision also rests on what is not there, such as the name of a RENAME TO.
  private static Optional<Basis> basis(
      Statement.AlterConnection statement,
      Actor actor,
      Image image,
      Connection before,
      Connection after) {
    boolean known =
        statement.actions().stream()
            .noneMatch(
                action ->
                    action instanceof ConnectionAction.RenameTo
                        || action instanceof ConnectionAction.OwnerTo);
    if (!known) {
      return Optional.empty();
    }
    Set<ObjectId> references = new HashSet<>(before.references());
    references.addAll(after.references());
    return Optional.of(Basis.of(image, actor, before, references));
  }

  private Decision<Reply> decide(Plan plan, Image image, Touch now) {
    Statement.AlterConnection statement = plan.statement();
    if (plan.basis().filter(basis -> basis.holdsIn(image)).isPresent()) {
      return decided(plan, plan.before(), plan.after(), image, now);
    }
    if (isSkipped(statement, plan.actor(), image)) {
      return Decision.nothing(skipped(statement));
    }
    Connection before = Lookup.connection(image, statement.name(), plan.actor());
    Connection after = edited(statement, plan.actor(), image, before, plan.earlier());
    return decided(plan, before, after, image, now);
  }

  private static Decision<Reply> decided(
      Plan plan, Connection before, Connection edited, Image image, Touch now) {
    mustBeAt(plan.statement().ifVersion(), before);
    Connection after = Overlaps.after(image, before, edited, plan.statement().overlap(), now);
    if (plan.proof().isPresent()) {
      after = plan.proof().get().holds(image, after);
    }
    if (!plan.fresh().isEmpty()) {
      after = rotated(after, plan.fresh());
    }
    if (plan.probed().isPresent()) {
      after = plan.probed().get().proved(image, after);
    }
    if (after.equals(before)) {
      return Decision.nothing(Reply.done(TAG, List.of(Difference.none(before))));
    }
    after = after.withHeader(after.header().next(now));
    List<Problem> notices = new ArrayList<>();
    notices.add(Difference.notice(before, after, image));
    if (plan.earlier().isPresent()) {
      notices.addAll(plan.earlier().get().notices(after, image));
    }
    return new Decision<>(List.of(new Change.Put(after)), Reply.done(TAG, notices));
  }

  /// Somebody who looked at a version changes that one, or nothing.
  private static void mustBeAt(Optional<Integer> version, Connection present) {
    if (version.isPresent() && version.get() != present.version()) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "connection \"%s\" is at version %d, not %d"
                  .formatted(present.name().object(), present.version(), version.get()))
          .withHint("Look at it again, then repeat the change for the version that it has.")
          .refusal();
    }
  }

  private static boolean isSkipped(
      Statement.AlterConnection statement, Actor actor, Image image) {
    return statement.ifExists()
        && Lookup.find(image, Kind.CONNECTION, statement.name(), actor).isEmpty();
  }

  private static Reply skipped(Statement.AlterConnection statement) {
    return Reply.done(TAG, List.of(Lookup.skipped(Kind.CONNECTION, statement.name())));
  }

  /// Whether to probe: as written, else the type's default; a new name or owner needs no proof.
  private boolean validates(Statement.AlterConnection statement, Connection before) {
    boolean changesOptions =
        statement.actions().stream()
            .anyMatch(
                action ->
                    action instanceof ConnectionAction.EditOptions
                        || (action instanceof ConnectionAction.RollbackTo(int version)
                            && version != before.version()));
    return changesOptions
        && statement.validate().orElse(definition.type(before.type()).validatesByDefault());
  }

  /// Looked up before anything is decided, since it is read from the store; for owners only.
  private Optional<EarlierVersion> earlier(
      Statement.AlterConnection statement, Actor actor, Image image, Connection before) {
    for (ConnectionAction action : statement.actions()) {
      if (action instanceof ConnectionAction.RollbackTo(int version)
          && version != before.version()) {
        Rights.mustOwn(image, actor, before);
        return Optional.of(earlierVersions.of(before, version));
      }
    }
    return Optional.empty();
  }

  private static boolean rotates(Statement.AlterConnection statement) {
    return statement.actions().stream().anyMatch(ConnectionAction.RotateKeys.class::isInstance);
  }

  /// The proof that the rotation needs; empty when it is forced, or when there is none.
  private Optional<KeyProof> proof(
      Statement.AlterConnection statement, Image image, Connection candidate) {
    return statement.actions().stream()
        .filter(action -> action instanceof ConnectionAction.RotateKeys(boolean force) && !force)
        .findFirst()
        .map(_ -> KeyProof.of(prober, image, candidate));
  }

  private static Connection rotated(Connection connection, List<KeyPair> fresh) {
    return connection.withKeys(List.of(connection.keys().getLast(), fresh.getFirst()));
  }

  /// The connection after all actions but the new keys; authorised and checked.
  private Connection edited(
      Statement.AlterConnection statement,
      Actor actor,
      Image image,
      Connection before,
      Optional<EarlierVersion> earlier) {
    Rights.mustOwn(image, actor, before);
    Connection after = before;
    for (ConnectionAction action : statement.actions()) {
      after =
          switch (action) {
            case ConnectionAction.EditOptions edit -> {
              ConnectorType<?> type = definition.type(after.type());
              yield after.withOptions(
                  definition.edited(type, after.options(), edit.edits(), false, actor, image));
            }
            case ConnectionAction.RollbackTo(int version) ->
                earlier.isEmpty()
                    ? unchanged(after, version)
                    : restored(earlier.get(), after, actor, image);
            case ConnectionAction.RotateKeys _ -> {
              mustHaveKeys(after);
              Rights.mustUseAll(image, actor, after.references());
              yield after;
            }
            case ConnectionAction.Describe(String text) ->
                after.withHeader(after.header().withComment(text));
            case ConnectionAction.RenameTo rename -> renamed(after, rename.newName(), image);
            case ConnectionAction.OwnerTo owner -> {
              Role newOwner = Lookup.role(image, owner.newOwner());
              Rights.mustBeMember(image, actor, newOwner);
              Rights.mustCreateIn(image, actor, after.name().schema());
              yield after.withHeader(after.header().withOwner(newOwner.id()));
            }
          };
    }
    Cycles.mustNotClose(image, after);
    return after;
  }

  /// Back to the version that it has: nothing to do, unless somebody has changed it meanwhile.
  private static Connection unchanged(Connection present, int version) {
    if (present.version() != version) {
      throw EarlierVersion.changedMeanwhile(present);
    }
    return present;
  }

  private Connection restored(
      EarlierVersion earlier, Connection present, Actor actor, Image image) {
    Connection after = earlier.restored(present, image);
    return after.withOptions(
        definition.edited(
            definition.type(after.type()), after.options(), List.of(), false, actor, image));
  }

  private static Connection renamed(Connection connection, String newName, Image image) {
    Name name = connection.name().withObject(newName);
    if (!name.equals(connection.name())) {
      Lookup.mustBeFree(image, Kind.CONNECTION, name);
    }
    return connection.withHeader(connection.header().withName(name));
  }

  private static void mustHaveKeys(Connection connection) {
    if (connection.keys().size() < 2) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              connection.name().full() + " is not a connection with key pairs")
          .withHint("Only SSH TUNNEL connections have keys to rotate.")
          .refusal();
    }
  }
}

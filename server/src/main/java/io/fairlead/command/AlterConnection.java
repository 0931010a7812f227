package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.command.TypedSecrets.Drafts;
import io.fairlead.connector.ConnectorType;
import io.fairlead.model.Connection;
import io.fairlead.model.KeyPair;
import io.fairlead.model.Kind;
import io.fairlead.model.LinkText;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Touch;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Instant;
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

  /// Stands in secrets that are only looked at; the committed ones get the commit's.
  private static final Touch UNCOMMITTED = new Touch(Instant.EPOCH, "");

  private final Definition definition;
  private final KeyPairs keyPairs;
  private final OwnSecrets ownSecrets;
  private final SecretContents contents;
  private final Prober prober;
  private final Families families;
  private final EarlierVersions earlierVersions;

  public AlterConnection(
      Definition definition,
      KeyPairs keyPairs,
      OwnSecrets ownSecrets,
      SecretContents contents,
      Prober prober,
      Families families,
      EarlierVersions earlierVersions) {
    this.definition = definition;
    this.keyPairs = keyPairs;
    this.ownSecrets = ownSecrets;
    this.contents = contents;
    this.prober = prober;
    this.families = families;
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
    mustBeAllowed(statement, actor, image, before);
    mustBeOfKind(statement, before);
    Lookup.mustBeAt(statement.ifVersion(), before, image);
    Optional<EarlierVersion> earlier = earlier(statement, actor, image, before);
    TypedSecrets typed = typed(statement);
    Drafts checked = typed.among(image, before.header(), before.options(), UNCOMMITTED);
    Connection after = edited(statement, actor, checked, before, earlier);
    Optional<Basis> basis =
        typed.isEmpty() ? basis(statement, actor, image, before, after) : Optional.empty();
    TypedSecrets own = ownSecrets.keep(typed, checked, after.options());
    List<KeyPair> fresh = List.of();
    try {
      Drafts drafts = own.among(image, before.header(), before.options(), UNCOMMITTED);
      Connection candidate = after;
      Optional<KeyProof> proof = proof(statement, drafts.image(), candidate);
      if (rotates(statement)) {
        fresh = keyPairs.make(definition.type(before.type()), before.id(), 1);
        candidate = rotated(candidate, fresh);
      }
      Connection proposed = candidate;
      List<KeyPair> made = fresh;
      return new Prepared.Change(
          contents.checked(
              drafts.image(),
              drafts.ids(),
              proposed,
              () -> {
                Optional<Probed> probed =
                    validates(statement, before)
                        ? Optional.of(probed(drafts.image(), proposed))
                        : Optional.empty();
                Plan plan =
                    new Plan(
                        statement, actor, before, after, basis, earlier, own, made, proof, probed);
                return (latest, now) -> decide(plan, latest, now);
              }));
    } catch (Refusal refusal) {
      keyPairs.forget(before.id(), fresh);
      ownSecrets.forget(own);
      throw refusal;
    }
  }

  /// The secrets that its edits type, of all actions together.
  private TypedSecrets typed(Statement.AlterConnection statement) {
    List<OptionEdit> edits = new ArrayList<>();
    for (ConnectionAction action : statement.actions()) {
      if (action instanceof ConnectionAction.EditOptions edit) {
        edits.addAll(edit.edits());
      }
    }
    return ownSecrets.typed(edits);
  }

  private Probed probed(Image image, Connection candidate) {
    return Probed.of(image, candidate, prober.mustPass(image, candidate, Prober.SKIPPABLE));
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
      TypedSecrets own,
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
      return decided(
          plan, plan.before(), plan.after(), image, Drafts.none(image), now);
    }
    if (isSkipped(statement, plan.actor(), image)) {
      return Decision.nothing(skipped(statement));
    }
    Connection before = Lookup.connection(image, statement.name(), plan.actor());
    mustBeOfKind(statement, before);
    Drafts drafts = plan.own().among(image, before.header(), before.options(), now);
    Connection after = edited(statement, plan.actor(), drafts, before, plan.earlier());
    return decided(plan, before, after, image, drafts, now);
  }

  private Decision<Reply> decided(
      Plan plan, Connection before, Connection edited, Image image, Drafts drafts, Touch now) {
    Lookup.mustBeAt(plan.statement().ifVersion(), before, image);
    Connection after =
        Overlaps.after(
            image,
            before,
            edited,
            definition.type(before.type()),
            OwnSecrets.renewed(drafts, edited.options()),
            plan.statement().overlap(),
            now);
    if (plan.proof().isPresent()) {
      after = plan.proof().get().holds(drafts.image(), after);
    }
    if (!plan.fresh().isEmpty()) {
      after = rotated(after, plan.fresh());
    }
    if (plan.probed().isPresent()) {
      after = plan.probed().get().proved(drafts.image(), after);
    }
    List<String> newValues = OwnSecrets.newValues(drafts, after.options());
    List<Problem> notices =
        new ArrayList<>(
            RepeatedActions.of(plan.statement().actions(), definition.type(before.type())));
    if (after.equals(before) && newValues.isEmpty()) {
      notices.add(Difference.none(before));
      return Decision.nothing(Reply.done(TAG, notices));
    }
    after = after.withHeader(after.header().next(now));
    notices.add(Difference.notice(before, after, newValues, image));
    if (plan.earlier().isPresent()) {
      notices.addAll(plan.earlier().get().notices(after, image));
    }
    return new Decision<>(
        OwnSecrets.changes(image, before, after, drafts, now), Reply.done(TAG, notices));
  }

  /// Other options may also be set by who has SingleStore's right to; all else is the owner's.
  private static void mustBeAllowed(
      Statement.AlterConnection statement, Actor actor, Image image, Connection before) {
    boolean options =
        statement.actions().stream()
            .allMatch(
                action ->
                    action instanceof ConnectionAction.EditOptions
                        || action instanceof ConnectionAction.WriteLink);
    if (options) {
      Rights.mustOwnOrHave(image, actor, Privilege.ALTER_LINK, before);
    } else {
      Rights.mustOwn(image, actor, before);
    }
  }

  private void mustBeOfKind(Statement.AlterConnection statement, Connection present) {
    families.mustBe(present, statement.family());
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
      Drafts drafts,
      Connection before,
      Optional<EarlierVersion> earlier) {
    Image image = drafts.image();
    mustBeAllowed(statement, actor, image, before);
    Problems problems = new Problems();
    boolean redefined = false;
    Connection after = before;
    for (ConnectionAction action : statement.actions()) {
      after =
          switch (action) {
            case ConnectionAction.EditOptions edit -> {
              redefined = true;
              ConnectorType<?> type = definition.type(after.type());
              yield after.withOptions(
                  definition.applied(
                      type, after.options(), edit.edits(), false, actor, drafts, problems));
            }
            case ConnectionAction.RollbackTo(int version) -> {
              redefined |= earlier.isPresent();
              yield earlier.isEmpty()
                  ? unchanged(after, version)
                  : earlier.get().restored(after, image);
            }
            case ConnectionAction.RotateKeys _ -> {
              mustHaveKeys(after);
              Rights.mustUseAll(image, actor, after.references());
              yield after;
            }
            case ConnectionAction.WriteLink(LinkText link) -> after.withLink(Optional.of(link));
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
    if (redefined) {
      definition.check(after, actor, image, problems);
      KeptSecrets.mustStayWhereTheyAre(
          image, actor, definition.type(after.type()), before, after, drafts);
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

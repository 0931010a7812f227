package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Step;
import io.fairlead.model.Kind;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.Secret;
import io.fairlead.model.Touch;
import io.fairlead.model.ValueOverlap;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.OverlapClause;
import io.fairlead.sql.Reply;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ALTER SECRET: its actions from left to right, as one version. A new value is used by whatever
/// connects next; earlier ones are kept for a rollback.
public final class AlterSecret implements Command<Statement.AlterSecret> {
  private static final String TAG = "ALTER SECRET";

  private final SecretStores secrets;
  private final SecretContents contents;
  private final GeneratedKeys keys;

  public AlterSecret(SecretStores secrets, SecretContents contents, GeneratedKeys keys) {
    this.secrets = secrets;
    this.contents = contents;
    this.keys = keys;
  }

  @Override
  public Prepared prepare(
      Statement.AlterSecret statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (isSkipped(statement, actor, image)) {
      return new Prepared.Answer(skipped(statement));
    }
    Secret before = edited(statement, actor, image);
    Optional<SecretBytes> value = value(statement.actions(), parameters);
    if (value.isEmpty()) {
      return new Prepared.Change(step(statement, actor, before, Optional.empty()));
    }
    Slot slot = new Slot(before.id(), Slot.VALUE);
    return new Prepared.Change(
        contents.checked(
            image,
            before,
            value.get(),
            () -> {
              MaterialRef kept = secrets.of(before.storage()).keep(slot, value.get());
              return step(statement, actor, before, Optional.of(kept));
            }));
  }

  /// The last value that is given counts; of an encryption key a fresh one.
  private Optional<SecretBytes> value(
      List<SecretAction> actions, List<@Nullable Object> parameters) {
    for (SecretAction action : actions.reversed()) {
      if (action instanceof SecretAction.Rotate) {
        return Optional.of(keys.make());
      }
      if (action instanceof SecretAction.SetValue(SecretSource source)) {
        return Optional.of(SecretValues.of(source, parameters));
      }
    }
    return Optional.empty();
  }

  private static Step<Reply> step(
      Statement.AlterSecret statement,
      Actor actor,
      Secret prepared,
      Optional<MaterialRef> material) {
    return (latest, now) ->
        isSkipped(statement, actor, latest)
            ? Decision.nothing(skipped(statement))
            : decide(statement, actor, prepared, material, latest, now);
  }

  private static Decision<Reply> decide(
      Statement.AlterSecret statement,
      Actor actor,
      Secret prepared,
      Optional<MaterialRef> material,
      Image image,
      Touch now) {
    Secret before = owned(statement, actor, image);
    if (!before.id().equals(prepared.id())) {
      throw Refusal.of(
          ProblemKind.CONFLICT,
          "secret \"" + before.name().object() + "\" was replaced by another one meanwhile");
    }
    Secret after = edited(statement, actor, image);
    if (material.isPresent()) {
      int earlier = before.current().number();
      after =
          after
              .withValue(material.get(), now)
              .withOverlap(statement.overlap().map(clause -> overlap(clause, earlier, now)));
    }
    List<Problem> notices = new ArrayList<>(RepeatedActions.of(statement.actions()));
    if (after.equals(before)) {
      notices.add(unchanged(before));
      return Decision.nothing(Reply.done(TAG, notices));
    }
    after = after.withHeader(after.header().next(now));
    notices.add(
        material.isPresent() ? newValue(after, image) : changed(before, after));
    return new Decision<>(List.of(new Change.Put(after)), Reply.done(TAG, notices));
  }

  private static ValueOverlap overlap(OverlapClause clause, int earlier, Touch now) {
    return new ValueOverlap(earlier, now.at().plus(clause.time()), clause.proofs());
  }

  private static Problem newValue(Secret after, Image image) {
    return Problem.of(
        ProblemKind.DONE,
        "secret \""
            + after.name().object()
            + "\" is now at value "
            + after.current().number()
            + ": "
            + Difference.followers(image, after.id()));
  }

  private static Problem changed(Secret before, Secret after) {
    return Problem.of(
        ProblemKind.DONE,
        "secret \""
            + after.name().object()
            + "\" is now version "
            + after.version()
            + ": "
            + String.join(", ", Difference.changes(before, after)));
  }

  private static Problem unchanged(Secret secret) {
    return Problem.of(
        ProblemKind.DONE,
        "secret \""
            + secret.name().object()
            + "\" is unchanged and stays at value "
            + secret.current().number());
  }

  /// The secret after all actions but its new value; authorised and checked.
  private static Secret edited(Statement.AlterSecret statement, Actor actor, Image image) {
    Secret after = owned(statement, actor, image);
    boolean newValue = false;
    for (SecretAction action : statement.actions()) {
      switch (action) {
        case SecretAction.SetValue(SecretSource source) -> {
          SecretRules.mustTakeValue(after);
          mustBeGiven(source);
          newValue = true;
        }
        case SecretAction.Rotate _ -> {
          SecretRules.mustRotate(after);
          newValue = true;
        }
        case SecretAction.Describe(String text) -> {
          CommentOn.mustFit(text);
          after = after.withHeader(after.header().withComment(text));
        }
        case SecretAction.ExpireAt(var when) ->
            after = after.withFacts(after.facts().withExpires(Optional.of(when)));
        case SecretAction.RenameTo(String newName) -> after = renamed(after, newName, image);
      }
    }
    if (statement.overlap().isPresent()) {
      SecretRules.mustBeTime(statement.overlap().get(), newValue);
    }
    if (newValue && after.storage().isPresent()) {
      Rights.mustUse(image, actor, image.get(after.storage().get()));
    }
    return after;
  }

  private static void mustBeGiven(SecretSource source) {
    if (source instanceof SecretSource.Linked || source instanceof SecretSource.Generated) {
      throw Problem.of(
              ProblemKind.NOT_SUPPORTED, "where a secret comes from is fixed when it is created")
          .withHint("Create another secret and let the connections use that one.")
          .refusal();
    }
  }

  private static Secret renamed(Secret secret, String newName, Image image) {
    Name name = secret.name().withObject(newName);
    if (!name.equals(secret.name())) {
      Lookup.mustBeFree(image, Kind.SECRET, name);
    }
    return secret.withHeader(secret.header().withName(name));
  }

  private static Secret owned(Statement.AlterSecret statement, Actor actor, Image image) {
    Secret secret = Lookup.secret(image, statement.name(), actor);
    Rights.mustOwn(image, actor, secret);
    return secret;
  }

  private static boolean isSkipped(Statement.AlterSecret statement, Actor actor, Image image) {
    return statement.ifExists()
        && Lookup.find(image, Kind.SECRET, statement.name(), actor).isEmpty();
  }

  private static Reply skipped(Statement.AlterSecret statement) {
    return Reply.done(TAG, List.of(Lookup.skipped(Kind.SECRET, statement.name())));
  }
}

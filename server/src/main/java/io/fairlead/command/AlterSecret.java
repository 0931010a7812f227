package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Kind;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Secret;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.Reply;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ALTER SECRET … AS: a new version of the value. Whatever connects next uses it.
public final class AlterSecret implements Command<Statement.AlterSecret> {
  private static final String TAG = "ALTER SECRET";

  private final SecretStores secrets;
  private final SecretContents contents;

  public AlterSecret(SecretStores secrets, SecretContents contents) {
    this.secrets = secrets;
    this.contents = contents;
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
    Secret before = owned(statement, actor, image);
    Slot slot = new Slot(before.id(), Slot.VALUE);
    SecretBytes value = SecretValues.of(value(statement), parameters);
    return new Prepared.Change(
        contents.checked(
            image,
            before,
            value,
            () -> {
              MaterialRef material = secrets.standard().keep(slot, value);
              return (latest, now) ->
                  isSkipped(statement, actor, latest)
                      ? Decision.nothing(skipped(statement))
                      : decide(statement, actor, before, material, latest, now);
            }));
  }

  private static Decision<Reply> decide(
      Statement.AlterSecret statement,
      Actor actor,
      Secret prepared,
      MaterialRef material,
      Image image,
      Touch now) {
    Secret before = owned(statement, actor, image);
    if (!before.id().equals(prepared.id())) {
      throw Refusal.of(
          ProblemKind.CONFLICT,
          "secret \"" + before.name().object() + "\" was replaced by another one meanwhile");
    }
    Secret after = before.withValue(material, now).withHeader(before.header().next(now));
    Problem notice =
        Problem.of(
            ProblemKind.DONE,
            "secret \""
                + after.name().object()
                + "\" is now at value "
                + after.current().number()
                + ": "
                + Difference.followers(image, after.id()));
    return new Decision<>(
        List.of(new Change.Put(after)), Reply.done(TAG, List.of(notice)));
  }

  private static SecretSource value(Statement.AlterSecret statement) {
    return statement.actions().getFirst() instanceof SecretAction.SetValue(SecretSource value)
        ? value
        : new SecretSource.Generated();
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

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
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ALTER SECRET … ROLLBACK TO VERSION n: the value with that number once more, as the newest one. The
/// material is copied, so that the old value can be forgotten without the new one.
public final class RollbackSecret implements Command<Statement.RollbackSecret> {
  private static final String TAG = "ALTER SECRET";

  private final SecretStores secrets;
  private final SecretContents contents;

  public RollbackSecret(SecretStores secrets, SecretContents contents) {
    this.secrets = secrets;
    this.contents = contents;
  }

  @Override
  public Prepared prepare(
      Statement.RollbackSecret statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (statement.ifExists()
        && Lookup.find(image, Kind.SECRET, statement.name(), actor).isEmpty()) {
      return new Prepared.Answer(
          Reply.done(TAG, List.of(Lookup.skipped(Kind.SECRET, statement.name()))));
    }
    Secret before = owned(statement, actor, image);
    SecretVersion wanted = kept(before, statement.value());
    if (wanted.equals(before.current())) {
      return new Prepared.Answer(Reply.done(TAG, List.of(unchanged(before))));
    }
    Slot slot = new Slot(before.id(), Slot.VALUE);
    try (SecretBytes value = secrets.read(slot, wanted.material())) {
      return new Prepared.Change(
          contents.checked(
              image,
              before,
              value,
              () -> {
                MaterialRef copy = secrets.of(before.storage()).keep(slot, value);
                return (latest, now) -> decide(statement, actor, before, copy, latest, now);
              }));
    }
  }

  private static Decision<Reply> decide(
      Statement.RollbackSecret statement,
      Actor actor,
      Secret prepared,
      MaterialRef copy,
      Image image,
      Touch now) {
    Secret before = owned(statement, actor, image);
    if (!before.id().equals(prepared.id()) || !before.current().equals(prepared.current())) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "secret \"" + before.name().object() + "\" got another value meanwhile")
          .withHint("Try again.")
          .refusal();
    }
    Secret after =
        before
            .withValue(copy, now)
            .withOverlap(Optional.empty())
            .withHeader(before.header().next(now));
    Problem notice =
        Problem.of(
            ProblemKind.DONE,
            "secret \""
                + after.name().object()
                + "\" is now at value "
                + after.current().number()
                + ", which is value "
                + statement.value()
                + " again: "
                + Difference.followers(image, after.id()));
    return new Decision<>(List.of(new Change.Put(after)), Reply.done(TAG, List.of(notice)));
  }

  private static Secret owned(Statement.RollbackSecret statement, Actor actor, Image image) {
    Secret secret = Lookup.secret(image, statement.name(), actor);
    Rights.mustOwn(image, actor, secret);
    return secret;
  }

  private static SecretVersion kept(Secret secret, int value) {
    return secret.version(value).orElseThrow(() -> notKept(secret, value));
  }

  private static Refusal notKept(Secret secret, int value) {
    int first = secret.versions().getFirst().number();
    int last = secret.current().number();
    return Problem.of(
            ProblemKind.UNKNOWN_OBJECT,
            "secret \"" + secret.name().object() + "\" has no value " + value)
        .withDetail(
            first == last
                ? "Its only value is " + last + "."
                : "The values " + first + " to " + last + " are kept.")
        .refusal();
  }

  private static Problem unchanged(Secret secret) {
    return Problem.of(
        ProblemKind.DONE,
        "secret \""
            + secret.name().object()
            + "\" is unchanged and stays at value "
            + secret.current().number());
  }
}

package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Role;
import io.fairlead.sql.Reply;
import io.fairlead.sql.RoleAttributes;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ALTER ROLE. A role may change its own password; all else is for superusers.
public final class AlterRole implements Command<Statement.AlterRole> {
  private static final String TAG = "ALTER ROLE";

  private final Passwords passwords;

  public AlterRole(Passwords passwords) {
    this.passwords = passwords;
  }

  @Override
  public Prepared prepare(
      Statement.AlterRole statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    RoleAttributes attributes = statement.attributes();
    Role prepared = check(statement, actor, image);
    Optional<Optional<String>> verifier =
        attributes.password().isPresent()
            ? Optional.of(passwords.verifier(attributes.password().get()))
            : Optional.empty();
    edited(prepared, attributes, verifier, actor);
    return new Prepared.Change(
        (latest, now) -> {
          Role before = check(statement, actor, latest);
          Role after = edited(before, attributes, verifier, actor);
          return new Decision<>(
              List.of(new Change.Put(after.withHeader(after.header().next(now)))),
              Reply.done(TAG));
        });
  }

  private static Role check(Statement.AlterRole statement, Actor actor, Image image) {
    Role role = Lookup.role(image, statement.name());
    boolean onlyPassword =
        statement.attributes().login().isEmpty() && statement.attributes().superuser().isEmpty();
    if (!(onlyPassword && role.id().equals(actor.role()))) {
      Rights.mustBeSuperuser(image, actor, "alter role \"" + statement.name() + "\"");
    }
    return role;
  }

  private static Role edited(
      Role before, RoleAttributes attributes, Optional<Optional<String>> verifier, Actor actor) {
    boolean superuser = attributes.superuser().orElse(before.superuser());
    boolean login = attributes.login().orElse(before.login());
    if (before.id().equals(actor.role()) && before.superuser() && !(superuser && login)) {
      throw Problem.of(
              ProblemKind.FORBIDDEN, "a superuser cannot take its own rights or sign-in away")
          .withHint("Let another superuser do it.")
          .refusal();
    }
    return new Role(
        before.header(),
        login,
        superuser,
        verifier.orElse(before.verifier()),
        before.memberOf());
  }
}

package io.fairlead.command;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Role;
import io.fairlead.sql.Reply;
import io.fairlead.sql.RoleAttributes;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE ROLE. A role may sign in when LOGIN is written and it has a password.
public final class CreateRole implements Command<Statement.CreateRole> {
  private static final String TAG = "CREATE ROLE";

  private final Passwords passwords;
  private final Supplier<ObjectId> newId;

  public CreateRole(Passwords passwords, Supplier<ObjectId> newId) {
    this.passwords = passwords;
    this.newId = newId;
  }

  @Override
  public Prepared prepare(
      Statement.CreateRole statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Name name = Name.global(statement.name());
    check(name, actor, image);
    RoleAttributes attributes = statement.attributes();
    Optional<String> verifier =
        passwords.verifier(attributes.password().orElse(Optional.empty()));
    ObjectId id = newId.get();
    return new Prepared.Change(
        (latest, now) -> {
          check(name, actor, latest);
          Lookup.mustBeUnused(latest, id);
          Role role =
              new Role(
                  Header.first(id, name, actor.role(), now),
                  attributes.login().orElse(false),
                  attributes.superuser().orElse(false),
                  verifier,
                  List.of());
          return new Decision<>(List.of(new Change.Put(role)), Reply.done(TAG));
        });
  }

  private static void check(Name name, Actor actor, Image image) {
    Rights.mustBeSuperuser(image, actor, "create roles");
    Lookup.mustBeFree(image, Kind.ROLE, name);
  }
}

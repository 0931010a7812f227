package io.fairlead.command;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE SECRET: the value goes to the secret store first, then the catalog refers to it.
public final class CreateSecret implements Command<Statement.CreateSecret> {
  private static final String TAG = "CREATE SECRET";

  private final SecretStores secrets;
  private final Supplier<ObjectId> newId;

  public CreateSecret(SecretStores secrets, Supplier<ObjectId> newId) {
    this.secrets = secrets;
    this.newId = newId;
  }

  @Override
  public Prepared prepare(
      Statement.CreateSecret statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Name name = Lookup.full(statement.name(), actor);
    if (exists(statement, name, actor, image)) {
      return new Prepared.Answer(skipped(statement));
    }
    ObjectId id = newId.get();
    SecretBytes value = SecretValues.of(statement.value(), parameters);
    MaterialRef material = secrets.standard().keep(new Slot(id, Slot.VALUE), value);
    return new Prepared.Change(
        (latest, now) -> {
          if (exists(statement, name, actor, latest)) {
            return Decision.nothing(skipped(statement));
          }
          Lookup.mustBeUnused(latest, id);
          Secret secret =
              new Secret(
                  Header.first(id, name, actor.role(), now)
                      .withGrants(FirstGrants.of(latest, actor.role(), Kind.SECRET, name.schema())),
                  "text",
                  List.of(new SecretVersion(1, material, now)));
          return new Decision<>(List.of(new Change.Put(secret)), Reply.done(TAG));
        });
  }

  private static boolean exists(
      Statement.CreateSecret statement, Name name, Actor actor, Image image) {
    if (statement.ifNotExists()
        && Lookup.find(image, Kind.SECRET, statement.name(), actor).isPresent()) {
      return true;
    }
    Rights.mustCreateIn(image, actor, name.schema());
    if (statement.ifNotExists() && image.find(Kind.Space.ITEM, name).isPresent()) {
      return true; // Who may create here learns of the name either way.
    }
    Lookup.mustBeFree(image, Kind.SECRET, name);
    return false;
  }

  private static Reply skipped(Statement.CreateSecret statement) {
    return Reply.done(TAG, List.of(Lookup.present(Kind.SECRET, statement.name())));
  }
}

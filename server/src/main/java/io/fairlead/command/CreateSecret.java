package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretFacts;
import io.fairlead.model.SecretLink;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.SecretBytes;
import io.fairlead.secret.SecretStores;
import io.fairlead.secret.Slot;
import io.fairlead.sql.Reply;
import io.fairlead.sql.SecretClauses;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE SECRET: the value goes to its secret store first, then the catalog refers to it. A linked
/// value stays where it is; whether it is there shows when it is used.
public final class CreateSecret implements Command<Statement.CreateSecret> {
  private static final String TAG = "CREATE SECRET";

  private final SecretStores secrets;
  private final Storages storages;
  private final GeneratedKeys keys;
  private final Supplier<ObjectId> newId;

  public CreateSecret(
      SecretStores secrets, Storages storages, GeneratedKeys keys, Supplier<ObjectId> newId) {
    this.secrets = secrets;
    this.storages = storages;
    this.keys = keys;
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
    SecretRules.check(statement.value(), statement.clauses());
    Optional<ObjectId> storage = storages.forNew(image, actor, statement.clauses().storage());
    ObjectId id = newId.get();
    MaterialRef material = material(statement.value(), storage, id, parameters);
    return new Prepared.Change(
        (latest, now) -> {
          if (exists(statement, name, actor, latest)) {
            return Decision.nothing(skipped(statement));
          }
          Lookup.mustBeUnused(latest, id);
          mustBeSame(storage, storages.forNew(latest, actor, statement.clauses().storage()));
          Header header =
              Header.first(id, name, actor.role(), now)
                  .withGrants(FirstGrants.of(latest, actor.role(), Kind.SECRET, name.schema()));
          Secret secret = secret(statement, header, storage, material, now);
          return new Decision<>(List.of(new Change.Put(secret)), Reply.done(TAG));
        });
  }

  private MaterialRef material(
      SecretSource source,
      Optional<ObjectId> storage,
      ObjectId id,
      List<@Nullable Object> parameters) {
    Slot slot = new Slot(id, Slot.VALUE);
    return switch (source) {
      case SecretSource.Linked(String external) ->
          new MaterialRef(storage.orElseThrow().toString(), external);
      case SecretSource.Generated _ -> {
        try (SecretBytes key = keys.make()) {
          yield secrets.of(storage).keep(slot, key);
        }
      }
      case SecretSource.Literal _, SecretSource.Parameter _ ->
          secrets.of(storage).keep(slot, SecretValues.of(source, parameters));
    };
  }

  private static Secret secret(
      Statement.CreateSecret statement,
      Header header,
      Optional<ObjectId> storage,
      MaterialRef material,
      Touch now) {
    SecretClauses clauses = statement.clauses();
    Optional<SecretLink> link =
        statement.value() instanceof SecretSource.Linked(String external)
            ? Optional.of(new SecretLink(external, clauses.maxStale()))
            : Optional.empty();
    return new Secret(
        header.withComment(clauses.comment().orElse("")),
        clauses.type(),
        List.of(new SecretVersion(1, material, now)),
        storage,
        link,
        new SecretFacts(clauses.expires(), clauses.algorithm(), clauses.keySize()),
        Optional.empty(),
        Optional.empty());
  }

  private static void mustBeSame(Optional<ObjectId> prepared, Optional<ObjectId> present) {
    if (!prepared.equals(present)) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "the credential storage was replaced by another one meanwhile")
          .withHint("Try again.")
          .refusal();
    }
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

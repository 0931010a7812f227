package io.fairlead.command;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Schema;
import io.fairlead.model.SchemaStorage;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE SCHEMA: a namespace for connections, secrets and tables.
public final class CreateSchema implements Command<Statement.CreateSchema> {
  private static final String TAG = "CREATE SCHEMA";

  private final AlterSchemaDefaults defaults;
  private final Supplier<ObjectId> newId;

  public CreateSchema(AlterSchemaDefaults defaults, Supplier<ObjectId> newId) {
    this.defaults = defaults;
    this.newId = newId;
  }

  @Override
  public Prepared prepare(
      Statement.CreateSchema statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (exists(statement, actor, image)) {
      return new Prepared.Answer(skipped(statement));
    }
    Optional<SchemaStorage> storage = storage(statement, actor, image);
    storage.ifPresent(place -> defaults.prove(place, actor, image));
    ObjectId id = newId.get();
    return new Prepared.Change(
        (latest, now) -> {
          if (exists(statement, actor, latest)) {
            return Decision.nothing(skipped(statement));
          }
          Lookup.mustBeUnused(latest, id);
          Header header =
              Header.first(id, Name.global(statement.name()), actor.role(), now)
                  .withGrants(FirstGrants.of(latest, actor.role(), Kind.SCHEMA, ""));
          Schema schema = new Schema(header, storage(statement, actor, latest));
          return new Decision<>(List.of(new Change.Put(schema)), Reply.done(TAG));
        });
  }

  private Optional<SchemaStorage> storage(
      Statement.CreateSchema statement, Actor actor, Image image) {
    return defaults.storage(statement.defaults(), Optional.empty(), actor, image);
  }

  private static boolean exists(Statement.CreateSchema statement, Actor actor, Image image) {
    if (statement.ifNotExists() && image.schema(statement.name()).isPresent()) {
      return true;
    }
    Rights.mustBeSuperuser(image, actor, "create schemas");
    Lookup.mustBeFree(image, Kind.SCHEMA, Name.global(statement.name()));
    return false;
  }

  private static Reply skipped(Statement.CreateSchema statement) {
    return Reply.done(
        TAG, List.of(Lookup.present(Kind.SCHEMA, ObjectName.of(statement.name()))));
  }
}

package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.command.Placement.Found;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.PlaceProbe.Trial;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Schema;
import io.fairlead.model.SchemaStorage;
import io.fairlead.model.StorageUse;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.SchemaDefaults;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// ALTER DATABASE … SET OPTIONS: where later tables of a schema are kept. What is not said stays; the
/// pair of both is tried as a table's place is, and tables that are there do not move.
public final class AlterSchemaDefaults implements Command<Statement.AlterSchemaDefaults> {
  private static final String TAG = "ALTER SCHEMA";

  private final Connectors connectors;
  private final Placement placement;

  public AlterSchemaDefaults(Connectors connectors, Placement placement) {
    this.connectors = connectors;
    this.placement = placement;
  }

  @Override
  public Prepared prepare(
      Statement.AlterSchemaDefaults statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (isSkipped(statement, image)) {
      return new Prepared.Answer(skipped(statement));
    }
    Schema before = Lookup.schema(image, statement.name());
    Rights.mustOwn(image, actor, before);
    Optional<SchemaStorage> wanted =
        storage(statement.defaults(), before.storage(), actor, image);
    wanted.ifPresent(storage -> prove(storage, actor, image));
    return new Prepared.Change(
        (latest, now) -> {
          if (isSkipped(statement, latest)) {
            return Decision.nothing(skipped(statement));
          }
          Schema present = Lookup.schema(latest, statement.name());
          Rights.mustOwn(latest, actor, present);
          Optional<SchemaStorage> storage =
              storage(statement.defaults(), present.storage(), actor, latest);
          if (!storage.equals(wanted)) {
            throw Problem.of(
                    ProblemKind.CONFLICT,
                    "schema \"" + statement.name() + "\" was changed meanwhile")
                .withHint("Try again.")
                .refusal();
          }
          if (storage.equals(present.storage())) {
            return Decision.nothing(Reply.done(TAG));
          }
          Schema after =
              present.withStorage(storage).withHeader(present.header().next(now));
          return new Decision<>(List.of(new Change.Put(after)), Reply.done(TAG));
        });
  }

  /// Pure: the defaults after the change; refused where one of the two is missing.
  Optional<SchemaStorage> storage(
      SchemaDefaults defaults, Optional<SchemaStorage> before, Actor actor, Image image) {
    if (defaults.equals(SchemaDefaults.NONE)) {
      return before;
    }
    Optional<Connection> named =
        defaults.connection().map(name -> Lookup.connection(image, name, actor));
    named.ifPresent(connection -> Rights.mustUse(image, actor, connection));
    Optional<Connection> connection =
        named.or(() -> before.flatMap(storage -> image.connection(storage.connection())));
    Optional<String> uri = defaults.uri().or(() -> before.map(SchemaStorage::uri));
    if (connection.isEmpty() || uri.isEmpty()) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "DEFAULT_STORAGE_CONNECTION and DEFAULT_STORAGE_PATH belong together")
          .withHint("Set both.")
          .refusal();
    }
    if (!uri.get().endsWith("/")) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION, "DEFAULT_STORAGE_PATH must end with '/'")
          .refusal();
    }
    String type = connectors.storage(uri.get()).name();
    if (!connection.get().type().equals(type)) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "DEFAULT_STORAGE_PATH is for %s, and connection \"%s\" is of type %s"
                  .formatted(type, connection.get().name().object(), connection.get().type()))
          .refusal();
    }
    return Optional.of(new SchemaStorage(connection.get().id(), uri.get()));
  }

  void prove(SchemaStorage storage, Actor actor, Image image) {
    Found found =
        Found.named(image, image.connection(storage.connection()).orElseThrow(), false);
    StorageUse use = placement.rules().use(storage.uri(), found, actor);
    var _ = placement.probed(use, found, Trial.ALL, Prober.UNCHANGED);
  }

  private static boolean isSkipped(Statement.AlterSchemaDefaults statement, Image image) {
    return statement.ifExists() && image.schema(statement.name()).isEmpty();
  }

  private static Reply skipped(Statement.AlterSchemaDefaults statement) {
    return Reply.done(
        TAG, List.of(Lookup.skipped(Kind.SCHEMA, ObjectName.of(statement.name()))));
  }
}

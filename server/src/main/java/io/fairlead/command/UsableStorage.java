package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.StorageType;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Stage;
import io.fairlead.model.StorageUse;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.StorageClause;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds the files that a statement names, and lets only those at them who may: USAGE on the stage, or
/// on the connection. Whoever could make a connection may also type its options into the statement.
public final class UsableStorage {
  private static final String PLACE = "the location";

  private final Connectors connectors;
  private final PlaceRules rules;
  private final TypedConnection.Maker typed;

  /// @param typed makes connections of typed options
  public UsableStorage(Connectors connectors, TypedConnection.Maker typed) {
    this.connectors = connectors;
    this.rules = new PlaceRules(connectors);
    this.typed = typed;
  }

  /// @param what for messages
  /// @param path below the place
  /// @param typed the connection of the place, where it is none of the catalog; whoever asked closes
  ///     its material
  public record Found(
      String what, StorageUse storage, String path, Optional<TypedConnection> typed) {
    Found(String what, StorageUse storage, String path) {
      this(what, storage, path, Optional.empty());
    }
  }

  public Found find(Image image, Actor actor, FileSource files) {
    return switch (files) {
      case FileSource.InStage(ObjectName name, String path) -> {
        Stage stage = (Stage) Lookup.get(image, Kind.STAGE, name, actor);
        Rights.mustUse(image, actor, stage);
        yield new Found("stage \"" + stage.name().object() + "\"", stage.storage(), path);
      }
      case FileSource.At(String uri, StorageClause.Named(ObjectName name)) -> {
        rules.mustHoldFiles(uri);
        yield named(uri, usable(image, name, actor), image, actor);
      }
      case FileSource.At(String uri, StorageClause.Inline(List<OptionEdit.Set> options)) ->
          typed(uri, options, image, actor);
      case FileSource.At(String uri, StorageClause.AsLink link) ->
          typed(uri, TypedLink.read(connectors.storage(uri), link).options(), image, actor);
      case FileSource.ByPath path -> byPath(path, image, actor);
    };
  }

  private Found byPath(FileSource.ByPath files, Image image, Actor actor) {
    return switch (files.connection()) {
      case StorageClause.Named(ObjectName name) -> {
        Connection connection = usable(image, name, actor);
        StorageType<?> type =
            leadingToFiles(
                connection.type(), "connection \"" + connection.name().object() + "\"");
        yield named(type.uri(files.path()), connection, image, actor);
      }
      case StorageClause.AsLink link -> {
        StorageType<?> type = typedHere(files);
        List<OptionEdit.Set> options = TypedLink.read(type, link).options();
        yield typed(type.uri(files.path()), options, image, actor);
      }
      case StorageClause.Inline(List<OptionEdit.Set> options) ->
          typed(typedHere(files).uri(files.path()), options, image, actor);
    };
  }

  /// Whoever may use it.
  private static Connection usable(Image image, ObjectName name, Actor actor) {
    Connection connection = Lookup.connection(image, name, actor);
    Rights.mustUse(image, actor, connection);
    return connection;
  }

  private Found named(String uri, Connection connection, Image image, Actor actor) {
    Placement.Found found = Placement.Found.named(image, connection, false);
    return new Found(PLACE, rules.use(uri, found, actor), "");
  }

  private StorageType<?> typedHere(FileSource.ByPath files) {
    return leadingToFiles(files.type().orElseThrow(), PLACE);
  }

  private StorageType<?> leadingToFiles(String type, String what) {
    if (connectors.get(type) instanceof StorageType<?> storage) {
      return storage;
    }
    String others =
        connectors.all().stream()
            .filter(StorageType.class::isInstance)
            .map(StorageType::wordOf)
            .sorted()
            .collect(Collectors.joining(", "));
    throw Problem.of(
            ProblemKind.NOT_SUPPORTED, what + " is of type " + type + ", which leads to no files")
        .withHint("These types do: " + others + ".")
        .refusal();
  }

  private Found typed(String uri, List<OptionEdit.Set> options, Image image, Actor actor) {
    TypedConnection made = typed.make(connectors.storage(uri), options, actor, image);
    Placement.Found found =
        Placement.Found.named(made.image(), made.connection(), true);
    try {
      return new Found(PLACE, rules.use(uri, found, actor), "", Optional.of(made));
    } catch (RuntimeException refused) {
      made.material().close();
      throw refused;
    }
  }
}

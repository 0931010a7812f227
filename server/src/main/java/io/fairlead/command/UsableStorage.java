package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
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

/// Finds the files that a statement names, and lets only those at them who may: USAGE on the stage, or
/// on the connection. Whoever could make a connection may also type its options into the statement.
public final class UsableStorage {
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
        Connection connection = Lookup.connection(image, name, actor);
        Rights.mustUse(image, actor, connection);
        Placement.Found found = Placement.Found.named(image, connection, false);
        yield new Found("the location", rules.use(uri, found, actor), "");
      }
      case FileSource.At(String uri, StorageClause.Inline(List<OptionEdit.Set> options)) ->
          typed(uri, options, image, actor);
      case FileSource.At(String uri, StorageClause.AsLink link) ->
          typed(uri, TypedLink.read(connectors.storage(uri), link).options(), image, actor);
    };
  }

  private Found typed(String uri, List<OptionEdit.Set> options, Image image, Actor actor) {
    TypedConnection made = typed.make(connectors.storage(uri), options, actor, image);
    Placement.Found found =
        Placement.Found.named(made.image(), made.connection(), true);
    try {
      return new Found("the location", rules.use(uri, found, actor), "", Optional.of(made));
    } catch (RuntimeException refused) {
      made.material().close();
      throw refused;
    }
  }
}

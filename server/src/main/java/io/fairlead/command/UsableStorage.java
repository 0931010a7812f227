package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Stage;
import io.fairlead.model.StorageUse;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.StorageClause;
import java.util.List;

/// Finds the files that a statement names, and lets only those at them who may: USAGE on the stage, or
/// on the connection.
public final class UsableStorage {
  private final PlaceRules rules;

  public UsableStorage(PlaceRules rules) {
    this.rules = rules;
  }

  /// @param what for messages
  /// @param path below the place
  public record Found(String what, StorageUse storage, String path) {}

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
        Placement.Found found = new Placement.Found(image, connection, false, List.of());
        yield new Found("the location", rules.use(uri, found, actor), "");
      }
      case FileSource.At(String _, StorageClause.Inline _) ->
          throw Problem.of(
                  ProblemKind.NOT_SUPPORTED,
                  "credentials typed into COPY are not supported")
              .withHint("Make a connection or a stage, and name it.")
              .refusal();
    };
  }
}

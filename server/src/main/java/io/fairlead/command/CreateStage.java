package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Stage;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE STAGE. Nobody looks whether the place answers (Databend's rule): what is wrong with it shows
/// at LIST and COPY.
public final class CreateStage implements Command<Statement.CreateStage> {
  private final Connectors connectors;
  private final CreatePlaced placed;

  public CreateStage(Connectors connectors, Placement placement, Supplier<ObjectId> newId) {
    this.connectors = connectors;
    this.placed = new CreatePlaced(placement, newId);
  }

  @Override
  public Prepared prepare(
      Statement.CreateStage statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    FileFormat format =
        CreateTable.format(statement.format(), FileFormat.of(FileFormat.PARQUET));
    return placed.prepare(
        new CreatePlaced.Order(
            Kind.STAGE,
            statement.name(),
            statement.orReplace(),
            statement.ifNotExists(),
            connectors.storage(statement.uri()).name(),
            statement.uri(),
            false,
            statement.connection(),
            statement.comment(),
            Optional.empty(),
            statement.dialect(),
            (header, storage) -> new Stage(header, storage, format, statement.dialect())),
        actor,
        image);
  }
}

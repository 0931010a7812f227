package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.PlaceType;
import io.fairlead.connector.StorageType;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineBatches;
import io.fairlead.model.PipelineErrors;
import io.fairlead.model.PipelineLoad;
import io.fairlead.model.PipelineState;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.StorageClause;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE SOURCE: a pipeline that runs from the start, with a table of its own of its name. The table is
/// made by whoever loads into it first, so that the commit of the pipeline is all that has to happen.
public final class CreateSource implements Command<PipelineStatement.CreateSource> {
  private static final String TAG = "CREATE SOURCE";

  private final Connectors connectors;
  private final CreatePlaced placed;

  public CreateSource(Connectors connectors, Placement placement, Supplier<ObjectId> newId) {
    this.connectors = connectors;
    this.placed = new CreatePlaced(placement, newId);
  }

  @Override
  public Prepared prepare(
      PipelineStatement.CreateSource statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Name name = Lookup.full(statement.name(), actor);
    boolean isThere =
        statement.ifNotExists()
            && Lookup.find(image, Kind.PIPELINE, statement.name(), actor).isPresent();
    if (!isThere) {
      Rights.mustCreateIn(image, actor, name.schema());
      mustBeFree(name, image);
    }
    Connection connection = Lookup.connection(image, statement.connection(), actor);
    Rights.mustUse(image, actor, connection);
    PlaceType<?> type = topics(connection);
    PlaceType.Input input = type.input(statement.topic());
    if (statement.topic().isEmpty() || !input.name().equals(statement.topic())) {
      throw Refusal.of(ProblemKind.INVALID_OPTION, "TOPIC is not the name of a topic");
    }
    PipelineLoad load =
        new PipelineLoad(
            name,
            statement.format(),
            statement.fields(),
            List.of(),
            Optional.empty(),
            PipelineErrors.STOP,
            List.of(),
            Optional.empty());
    Prepared prepared =
        placed.prepare(
            new CreatePlaced.Order(
                Kind.PIPELINE,
                statement.name(),
                false,
                statement.ifNotExists(),
                type.name(),
                input.uri(),
                false,
                new StorageClause.Named(statement.connection()),
                "",
                Optional.empty(),
                statement.dialect(),
                (header, storage) ->
                    new Pipeline(
                        header,
                        storage,
                        input.name(),
                        load,
                        PipelineBatches.STANDARD,
                        PipelineState.RUNNING,
                        statement.dialect(),
                        Optional.of(statement.table()))),
            actor,
            image);
    return LinkReply.of(prepared, TAG, List.of(), latest -> mustBeFree(name, latest));
  }

  private static void mustBeFree(Name table, Image image) {
    if (image.find(Kind.Space.TABLE, table).isPresent()) {
      throw Problem.of(
              ProblemKind.RELATION_EXISTS, "table \"" + table.full() + "\" already exists")
          .withHint("A source has a table of its own with its name.")
          .refusal();
    }
  }

  private PlaceType<?> topics(Connection connection) {
    PlaceType<?> type = connectors.placeType(connection.type());
    if (type instanceof StorageType<?>) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "connection \"%s\" of type %s leads to no topics"
                  .formatted(connection.name().object(), connection.type()))
          .withHint("CREATE PIPELINE loads files.")
          .refusal();
    }
    return type;
  }

  /// The source that a name means.
  static Pipeline found(Image image, ObjectName name, Actor actor) {
    Pipeline pipeline = (Pipeline) Lookup.get(image, Kind.PIPELINE, name, actor);
    if (pipeline.own().isEmpty()) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "pipeline \"" + pipeline.name().object() + "\" is not a source")
          .withHint("It loads into a table that stays without it. Name it as a PIPELINE.")
          .refusal();
    }
    return pipeline;
  }
}

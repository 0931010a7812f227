package io.fairlead.command;

import io.fairlead.avro.AvroSchema;
import io.fairlead.avro.MalformedAvro;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.PlaceType;
import io.fairlead.connector.SchemaType;
import io.fairlead.connector.StorageType;
import io.fairlead.model.Connection;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineBatches;
import io.fairlead.model.PipelineField;
import io.fairlead.model.PipelineLoad;
import io.fairlead.model.PipelineState;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.StorageClause;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE PIPELINE. The pipeline stands still until it is started, and nobody looks whether its source
/// answers: TEST PIPELINE does. OR REPLACE makes its next version, which goes on where the one before
/// has come to.
public final class CreatePipeline implements Command<PipelineStatement.CreatePipeline> {
  private final Connectors connectors;
  private final CreatePlaced placed;

  public CreatePipeline(Connectors connectors, Placement placement, Supplier<ObjectId> newId) {
    this.connectors = connectors;
    this.placed = new CreatePlaced(placement, newId);
  }

  @Override
  public Prepared prepare(
      PipelineStatement.CreatePipeline statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    mustBeNoSource(statement, actor, image);
    PlaceType<?> type = type(statement, actor, image);
    PlaceType.Input input = type.input(statement.path());
    boolean topic = !(type instanceof StorageType<?>);
    PipelineLoad load = load(statement, topic, registry(statement, actor, image), actor);
    mustBeThere(load.table(), actor, image);
    mustBeOfEngine(load.table(), image);
    PipelineBatches batches = statement.settings().over(PipelineBatches.STANDARD);
    mustBeInLimits(batches);
    if (topic && input.name().isEmpty()) {
      throw Refusal.of(ProblemKind.INVALID_OPTION, "the path of the pipeline names no topic");
    }
    return placed.prepare(
        new CreatePlaced.Order(
            Kind.PIPELINE,
            statement.name(),
            statement.orReplace(),
            statement.ifNotExists(),
            type.name(),
            input.uri(),
            false,
            statement.connection(),
            "",
            Optional.empty(),
            statement.dialect(),
            (header, storage) ->
                new Pipeline(
                    header,
                    storage,
                    input.name(),
                    load,
                    batches,
                    PipelineState.STOPPED,
                    statement.dialect())),
        actor,
        image);
  }

  /// The table of a source goes with it: another pipeline does not take its place.
  private static void mustBeNoSource(
      PipelineStatement.CreatePipeline statement, Actor actor, Image image) {
    boolean source =
        statement.orReplace()
            && Lookup.find(image, Kind.PIPELINE, statement.name(), actor)
                .filter(found -> found instanceof Pipeline pipeline && pipeline.own().isPresent())
                .isPresent();
    if (source) {
      throw Problem.of(
              ProblemKind.WRONG_OBJECT_KIND,
              "pipeline \"" + statement.name().object() + "\" is a source with a table of its own")
          .withHint("DROP SOURCE drops both.")
          .refusal();
    }
  }

  private PlaceType<?> type(PipelineStatement.CreatePipeline statement, Actor actor, Image image) {
    if (statement.connection() instanceof StorageClause.Named(ObjectName name)) {
      return connectors.placeType(Lookup.connection(image, name, actor).type());
    }
    return connectors.placeType(statement.type().orElseThrow());
  }

  private static PipelineLoad load(
      PipelineStatement.CreatePipeline statement,
      boolean topic,
      Optional<ObjectId> registry,
      Actor actor) {
    FileFormat format =
        statement.format().name().filter(FileFormat.AVRO::equals).isPresent()
            ? avro(statement.format(), topic, registry.isPresent())
            : CreateTable.format(statement.format(), FileFormat.of(FileFormat.CSV));
    if (topic && format.name().equals(FileFormat.PARQUET)) {
      throw Refusal.of(ProblemKind.NOT_SUPPORTED, "messages of a topic cannot be PARQUET");
    }
    boolean byPath = !format.name().equals(FileFormat.CSV);
    for (PipelineField field : statement.fields()) {
      if (byPath == field.path().isEmpty()) {
        throw Problem.of(
                ProblemKind.SYNTAX,
                byPath
                    ? "column \"" + field.name() + "\" needs the key that it is read from"
                    : "column \"" + field.name() + "\" of a CSV line has no key")
            .withHint("Write (column <- key::key) for JSON, AVRO and PARQUET, and (column) for CSV.")
            .refusal();
      }
    }
    return new PipelineLoad(
        table(statement, actor),
        format,
        statement.fields(),
        statement.assignments(),
        statement.condition(),
        statement.errors(),
        statement.updates(),
        registry);
  }

  private Optional<ObjectId> registry(
      PipelineStatement.CreatePipeline statement, Actor actor, Image image) {
    if (statement.registry().isEmpty()) {
      return Optional.empty();
    }
    Connection connection = Lookup.connection(image, statement.registry().get(), actor);
    Rights.mustUse(image, actor, connection);
    if (!(connectors.find(connection.type()).orElse(null) instanceof SchemaType<?>)) {
      throw Problem.of(
              ProblemKind.INVALID_OPTION,
              "connection \"" + connection.name().object() + "\" leads to no schema registry")
          .withHint("Make one: CREATE CONNECTION … TO CONFLUENT SCHEMA REGISTRY (URL …).")
          .refusal();
    }
    return Optional.of(connection.id());
  }

  /// @param registry whether the schemas are in one
  private static FileFormat avro(FormatClause clause, boolean topic, boolean registry) {
    String schema = clause.options().get(FileFormat.SCHEMA);
    if (topic != (schema != null || registry)) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION,
          topic
              ? "messages of Avro need a schema: FORMAT AVRO SCHEMA 'json', or SCHEMA REGISTRY CONNECTION name"
              : "files of Avro have their schema with them, so SCHEMA is for topics");
    }
    try {
      if (schema != null) {
        var _ = AvroSchema.read(schema);
      }
    } catch (MalformedAvro malformed) {
      throw Refusal.of(ProblemKind.INVALID_OPTION, malformed.reason());
    }
    return new FileFormat(FileFormat.AVRO, new TreeMap<>(clause.options()));
  }

  /// A table without a schema is in that of its pipeline. Whether it is there is asked when the
  /// pipeline runs.
  private static Name table(PipelineStatement.CreatePipeline statement, Actor actor) {
    String schema = Lookup.full(statement.name(), actor).schema();
    ObjectName table = statement.table();
    return new Name(table.schema() == null ? schema : table.schema(), table.object());
  }

  private static void mustBeThere(Name table, Actor actor, Image image) {
    var _ = Lookup.schema(image, table.schema());
    if (!Rights.access(image, actor).mayUse(table.schema())) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_RELATION,
          "relation \"" + table.object() + "\" does not exist");
    }
  }

  private static void mustBeOfEngine(Name table, Image image) {
    if (image.find(Kind.Space.TABLE, table).isPresent()) {
      throw Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "pipelines into external tables such as \"" + table.object() + "\" are not supported")
          .withHint("Load into a table of this server.")
          .refusal();
    }
  }

  static void mustBeInLimits(PipelineBatches batches) {
    if (batches.interval().compareTo(Limits.SHORTEST_BATCH_INTERVAL) < 0
        || batches.interval().compareTo(Limits.LONGEST_BATCH_INTERVAL) > 0) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION,
          "BATCH_INTERVAL must be from %d to %d milliseconds"
              .formatted(
                  Limits.SHORTEST_BATCH_INTERVAL.toMillis(),
                  Limits.LONGEST_BATCH_INTERVAL.toMillis()));
    }
  }
}

package io.fairlead.pipeline;

import io.fairlead.avro.AvroSchema;
import io.fairlead.avro.MalformedAvro;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.StorageType;
import io.fairlead.engine.ExternalFiles;
import io.fairlead.engine.View;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.pool.Pool;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Makes the inputs of pipelines.
///
/// @param latest the latest image; each batch uses the connection as it is then
public record Inputs(
    Connectors connectors, ExternalFiles files, Pool pool, Supplier<Image> latest) {

  Input of(Pipeline pipeline) {
    ObjectId connection = pipeline.storage().connection();
    String type = latest.get().connection(connection).orElseThrow().type();
    boolean isAvro = pipeline.load().format().name().equals(FileFormat.AVRO);
    if (connectors.placeType(type) instanceof StorageType<?>) {
      FileInput found =
          new FileInput(
              () -> files.pipeline(view(latest.get(), pipeline), pipeline),
              new NamePattern(pipeline.input()));
      return isAvro
          ? new AvroFiles(found, AvroRows.of(pipeline.load()), Limits.AVRO_ROWS)
          : found;
    }
    return new TopicInput(
        deadline -> pool.lease(pipeline.storage(), deadline),
        pipeline.input(),
        pipeline.load().format().isWhole(),
        pipeline.batches().maxOffsets(),
        isAvro ? Optional.of(avro(pipeline)) : Optional.empty(),
        pipeline.load().errors().skipsUnreadable());
  }

  private Supplier<AvroMessages> avro(Pipeline pipeline) {
    AvroMessages.Schemas schemas = schemas(pipeline);
    return () -> new AvroMessages(AvroRows.of(pipeline.load()), schemas);
  }

  private AvroMessages.Schemas schemas(Pipeline pipeline) {
    Optional<ObjectId> registry = pipeline.load().registry();
    if (registry.isPresent()) {
      return new RegistrySchemas(deadline -> pool.lease(registry.get(), deadline));
    }
    String text = pipeline.load().format().options().getOrDefault(FileFormat.SCHEMA, "");
    try {
      AvroSchema schema = AvroSchema.read(text);
      return (_, _) -> new AvroMessages.Found(schema, 0);
    } catch (MalformedAvro malformed) {
      throw Refusal.of(ProblemKind.INVALID_OPTION, malformed.reason());
    }
  }

  /// Pipelines load with the rights of their owners.
  static View view(Image image, Pipeline pipeline) {
    return new View(image, pipeline.owner(), Name.PUBLIC, Map.of());
  }
}

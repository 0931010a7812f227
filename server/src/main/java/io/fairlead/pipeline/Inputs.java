package io.fairlead.pipeline;

import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.StorageType;
import io.fairlead.engine.ExternalFiles;
import io.fairlead.engine.View;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.pool.Pool;
import java.util.Map;
import java.util.function.Supplier;

/// Makes the inputs of pipelines.
///
/// @param latest the latest image; each batch uses the connection as it is then
public record Inputs(
    Connectors connectors, ExternalFiles files, Pool pool, Supplier<Image> latest) {

  Input of(Pipeline pipeline) {
    ObjectId connection = pipeline.storage().connection();
    String type = latest.get().connection(connection).orElseThrow().type();
    if (connectors.placeType(type) instanceof StorageType<?>) {
      return new FileInput(
          () -> files.pipeline(view(latest.get(), pipeline), pipeline),
          new NamePattern(pipeline.input()));
    }
    return new TopicInput(
        deadline -> pool.lease(pipeline.storage(), deadline),
        pipeline.input(),
        pipeline.load().format().isWhole(),
        pipeline.batches().maxOffsets());
  }

  /// Pipelines load with the rights of their owners.
  static View view(Image image, Pipeline pipeline) {
    return new View(image, pipeline.owner(), Name.PUBLIC, Map.of());
  }
}

package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineLoad;
import io.fairlead.sql.Column;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.LinkClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineOffsets;
import io.fairlead.sql.PipelineSettings;
import io.fairlead.sql.Reply;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.StorageClause;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// SHOW CREATE PIPELINE, in the dialect that made it. Of typed credentials nothing is shown.
public final class ShowCreatePipeline implements Command<PipelineStatement.ShowCreatePipeline> {
  private static final List<Column> COLUMNS =
      List.of(Column.text("Pipeline"), Column.text("Create Pipeline"));

  private final Connectors connectors;
  private final Dialects dialects;
  private final PipelineRuns runs;

  public ShowCreatePipeline(Connectors connectors, Dialects dialects, PipelineRuns runs) {
    this.connectors = connectors;
    this.dialects = dialects;
    this.runs = runs;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public Prepared prepare(
      PipelineStatement.ShowCreatePipeline statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Pipeline pipeline = (Pipeline) Lookup.get(image, Kind.PIPELINE, statement.name(), actor);
    String text =
        pipeline.own().isPresent()
            ? ShowCreateSource.text(pipeline, image, dialects)
            : dialects.speaking(pipeline.dialect()).show(made(pipeline, image));
    if (statement.extended()) {
      SortedMap<Integer, Long> offsets = runs.offsets(image, pipeline);
      text += offsets.isEmpty() ? "" : ";\n" + dialects.speaking(pipeline.dialect()).format(goingOn(pipeline, offsets));
    }
    return new Prepared.Answer(
        Reply.rows(
            COLUMNS,
            List.<@Nullable Object[]>of(
                new @Nullable Object[] {pipeline.name().object(), text})));
  }

  private static PipelineStatement goingOn(
      Pipeline pipeline, SortedMap<Integer, Long> offsets) {
    return new PipelineStatement.AlterPipeline(
        written(pipeline.name()),
        PipelineSettings.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new PipelineOffsets.At(offsets)),
        Optional.empty());
  }

  private PipelineStatement.CreatePipeline made(Pipeline pipeline, Image image) {
    Connection connection = image.connection(pipeline.storage().connection()).orElseThrow();
    String scheme = connectors.placeType(connection.type()).schemes().getFirst() + "://";
    String uri = pipeline.storage().uri();
    String path =
        (uri.startsWith(scheme) ? uri.substring(scheme.length()) : uri) + pipeline.input();
    PipelineLoad load = pipeline.load();
    return new PipelineStatement.CreatePipeline(
        written(pipeline.name()),
        false,
        false,
        clause(pipeline, connection, image),
        Optional.of(connection.type()).filter(_ -> pipeline.storage().isOwn()),
        path.startsWith("/") && uri.equals(scheme + "/") ? path.substring(1) : path,
        target(pipeline),
        new FormatClause(Optional.of(load.format().name()), load.format().options()),
        load.fields(),
        load.assignments(),
        load.condition(),
        load.errors(),
        load.updates(),
        load.registry().map(id -> written(image.connection(id).orElseThrow().name())),
        PipelineSettings.of(pipeline.batches()),
        pipeline.dialect());
  }

  private StorageClause clause(Pipeline pipeline, Connection connection, Image image) {
    if (!pipeline.storage().isOwn()) {
      return new StorageClause.Named(written(connection.name()));
    }
    LinkConfig config =
        new LinkConfig(image, connection, connectors.find(connection.type()));
    return new StorageClause.AsLink(
        Optional.of(new LinkClause.Whole(config.text(), config.json())), Optional.empty());
  }

  /// What is written without a schema is in that of the pipeline.
  private static ObjectName target(Pipeline pipeline) {
    Name table = pipeline.load().table();
    return pipeline.name().schema().equals(table.schema())
        ? written(table)
        : new ObjectName(null, table.schema(), table.object(), 0);
  }

  static ObjectName written(Name name) {
    boolean plain = name.schema().equals(Name.PUBLIC);
    return new ObjectName(null, plain ? null : name.schema(), name.object(), 0);
  }
}

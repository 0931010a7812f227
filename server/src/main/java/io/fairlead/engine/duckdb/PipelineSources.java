package io.fairlead.engine.duckdb;

import static io.fairlead.engine.duckdb.Source.Field.flag;
import static io.fairlead.engine.duckdb.Source.Field.number;
import static io.fairlead.engine.duckdb.Source.Field.text;

import io.fairlead.engine.PipelineStatus;
import io.fairlead.model.Connection;
import io.fairlead.model.Pipeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Pipelines as SingleStore's relations show them; credentials are in none of it.
final class PipelineSources {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PipelineSources() {}

  static Source<Pipeline> pipelines(PipelineStatus status) {
    return new Source<>(
        "fl_pipelines",
        List.of(
            number("number", (row, scope) -> row.id().number()),
            text("schema", (row, scope) -> row.name().schema()),
            text("name", (row, scope) -> row.name().object()),
            text("config", PipelineSources::config),
            text("source_type", PipelineSources::type),
            text(
                "state",
                (row, scope) -> status.doing(row.id()).orElse(row.state().word())),
            flag("fails", row -> status.fails(row.id())),
            flag("source", row -> row.own().isPresent()),
            number("schema_number", Sources::schemaNumber),
            number(
                "connection_number", (row, scope) -> row.storage().connection().number()),
            number("owner_number", (row, scope) -> row.owner().number()),
            text("format", (row, scope) -> row.load().format().name()),
            text("comment", (row, scope) -> row.header().comment()),
            number("created", (row, scope) -> micros(row.header().created().at())),
            number("updated", (row, scope) -> micros(row.header().updated().at()))),
        scope -> Sources.found(scope, Pipeline.class));
  }

  /// A file of a pipeline that waits.
  record Waiting(long pipeline, PipelineStatus.Pending file) {}

  static Source<Waiting> pending(PipelineStatus status) {
    return new Source<>(
        "fl_pipeline_pending",
        List.of(
            number("pipeline", (row, scope) -> row.pipeline()),
            text("name", (row, scope) -> row.file().name()),
            number("bytes", (row, scope) -> row.file().bytes())),
        scope ->
            Sources.stream(scope, Pipeline.class)
                .flatMap(
                    pipeline ->
                        status.pending(pipeline.id()).stream()
                            .map(file -> new Waiting(pipeline.id().number(), file)))
                .iterator());
  }

  private static String type(Pipeline row, Scope scope) {
    return scope
        .view()
        .image()
        .connection(row.storage().connection())
        .map(Connection::type)
        .orElse("")
        .toUpperCase(Locale.ROOT);
  }

  private static String config(Pipeline row, Scope scope) {
    Map<String, Object> shown = new TreeMap<>();
    shown.put("source_type", type(row, scope));
    shown.put("connection_string", row.storage().uri() + row.input());
    shown.put("table", row.load().table().object());
    shown.put("batch_interval", row.batches().interval().toMillis());
    shown.put("format", row.load().format().name());
    return JSON.writeValueAsString(shown);
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }
}

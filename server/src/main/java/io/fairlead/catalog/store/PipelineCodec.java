package io.fairlead.catalog.store;

import io.fairlead.model.FileFormat;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineBatches;
import io.fairlead.model.PipelineErrors;
import io.fairlead.model.PipelineField;
import io.fairlead.model.PipelineLoad;
import io.fairlead.model.PipelineState;
import io.fairlead.model.PipelineTable;
import io.fairlead.model.StorageUse;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// The part of a pipeline's JSON that no other object has: `input`, `load` (`schema`, `table`,
/// `fields` with `name`, `path` and `initial` where set, `set` with `column` and `expression`, `where`
/// where set, `errors`, `updates` and `registry` where there are some), `batches` (`interval`,
/// `max_partitions`, `max_retries`, `max_offsets`, `stop_on_error`), `state`, `dialect`, and of a
/// source `own` (`columns` as of a table, `start` with `partition` and `offset`).
final class PipelineCodec {
  private static final String STOP = "STOP";

  private PipelineCodec() {}

  static void write(JsonGenerator json, Pipeline pipeline) {
    json.writeStringProperty("input", pipeline.input());
    load(json, pipeline.load());
    PipelineBatches batches = pipeline.batches();
    json.writeObjectPropertyStart("batches");
    json.writeStringProperty("interval", batches.interval().toString());
    json.writeNumberProperty("max_partitions", batches.maxPartitions());
    json.writeNumberProperty("max_retries", batches.maxRetries());
    json.writeNumberProperty("max_offsets", batches.maxOffsets());
    json.writeBooleanProperty("stop_on_error", batches.stopOnError());
    json.writeEndObject();
    json.writeStringProperty("state", pipeline.state().name());
    json.writeStringProperty("dialect", pipeline.dialect());
    pipeline.own().ifPresent(own -> own(json, own));
  }

  private static void own(JsonGenerator json, PipelineTable own) {
    json.writeObjectPropertyStart("own");
    ObjectCodec.columns(json, own.columns());
    json.writeArrayPropertyStart("start");
    own.start()
        .forEach(
            (partition, offset) -> {
              json.writeStartObject();
              json.writeNumberProperty("partition", partition);
              json.writeNumberProperty("offset", offset);
              json.writeEndObject();
            });
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void load(JsonGenerator json, PipelineLoad load) {
    json.writeObjectPropertyStart("load");
    json.writeStringProperty("schema", load.table().schema());
    json.writeStringProperty("table", load.table().object());
    json.writeArrayPropertyStart("fields");
    for (PipelineField field : load.fields()) {
      json.writeStartObject();
      json.writeStringProperty("name", field.name());
      json.writeArrayPropertyStart("path");
      field.path().forEach(json::writeString);
      json.writeEndArray();
      field.initial().ifPresent(text -> json.writeStringProperty("initial", text));
      json.writeEndObject();
    }
    json.writeEndArray();
    assignments(json, "set", load.assignments());
    load.condition().ifPresent(text -> json.writeStringProperty("where", text));
    json.writeStringProperty("errors", errors(load.errors()));
    if (!load.updates().isEmpty()) {
      assignments(json, "updates", load.updates());
    }
    load.registry().ifPresent(id -> json.writeNumberProperty("registry", id.number()));
    json.writeEndObject();
  }

  private static void assignments(
      JsonGenerator json, String name, List<PipelineField.Assignment> assignments) {
    json.writeArrayPropertyStart(name);
    for (PipelineField.Assignment assignment : assignments) {
      json.writeStartObject();
      json.writeStringProperty("column", assignment.column());
      json.writeStringProperty("expression", assignment.expression());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Names of clauses with a space between them.
  private static String errors(PipelineErrors errors) {
    return errors.clauses().isEmpty()
        ? STOP
        : errors.clauses().stream().map(Enum::name).collect(Collectors.joining(" "));
  }

  private static PipelineErrors errors(String names) {
    return names.equals(STOP)
        ? PipelineErrors.STOP
        : new PipelineErrors(
            Stream.of(names.split(" ", -1))
                .map(PipelineErrors.Clause::valueOf)
                .collect(Collectors.toSet()));
  }

  static Pipeline read(
      ObjectReader reader, Header header, StorageUse storage, FileFormat format) {
    return new Pipeline(
        header,
        storage,
        reader.text("input"),
        ObjectReader.whole(reader.field("load"), load -> load(load, format)),
        ObjectReader.whole(reader.field("batches"), PipelineCodec::batches),
        PipelineState.valueOf(reader.text("state")),
        reader.text("dialect"),
        reader.maybe("own").map(own -> ObjectReader.whole(own, PipelineCodec::own)));
  }

  private static PipelineTable own(ObjectReader own) {
    SortedMap<Integer, Long> start = new TreeMap<>();
    for (Start one : own.list("start", tree -> ObjectReader.whole(tree, PipelineCodec::start))) {
      start.put(one.partition(), one.offset());
    }
    return new PipelineTable(own.list("columns", ObjectReader::column), start);
  }

  private record Start(int partition, long offset) {}

  private static Start start(ObjectReader start) {
    return new Start(
        start.field("partition").intValue(), start.field("offset").longValue());
  }

  private static PipelineLoad load(ObjectReader load, FileFormat format) {
    List<PipelineField> fields =
        load.list("fields", field -> ObjectReader.whole(field, PipelineCodec::field));
    return new PipelineLoad(
        new Name(load.text("schema"), load.text("table")),
        format,
        fields,
        load.list("set", PipelineCodec::assignment),
        load.maybe("where").map(JsonNode::stringValue),
        errors(load.text("errors")),
        load.maybe("updates").isPresent()
            ? load.list("updates", PipelineCodec::assignment)
            : List.of(),
        load.maybe("registry").map(id -> new ObjectId(id.longValue())));
  }

  private static PipelineField.Assignment assignment(JsonNode tree) {
    return ObjectReader.whole(
        tree,
        set -> new PipelineField.Assignment(set.text("column"), set.text("expression")));
  }

  private static PipelineField field(ObjectReader field) {
    return new PipelineField(
        field.text("name"),
        field.list("path", JsonNode::stringValue),
        field.maybe("initial").map(JsonNode::stringValue));
  }

  private static PipelineBatches batches(ObjectReader batches) {
    return new PipelineBatches(
        Duration.parse(batches.text("interval")),
        batches.field("max_partitions").intValue(),
        batches.field("max_retries").intValue(),
        batches.field("max_offsets").longValue(),
        batches.field("stop_on_error").booleanValue());
  }
}

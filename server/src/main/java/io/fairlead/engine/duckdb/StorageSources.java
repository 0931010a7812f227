package io.fairlead.engine.duckdb;

import static io.fairlead.engine.duckdb.Source.Field.flag;
import static io.fairlead.engine.duckdb.Source.Field.number;
import static io.fairlead.engine.duckdb.Source.Field.text;

import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Privilege;
import io.fairlead.model.Stage;
import io.fairlead.model.StorageUse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// External tables, stages and connections as Databend's relations show them. Where they differ
/// from Databend's: what is no secret can be read, and a secret is stars, whatever its length.
final class StorageSources {
  private static final String STARS = "***";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private StorageSources() {}

  static Source<ExternalTable> tables() {
    return new Source<>(
        "fl_external_tables",
        List.of(
            text("id", (row, scope) -> row.id().toString()),
            text("schema", (row, scope) -> row.name().schema()),
            text("name", (row, scope) -> row.name().object()),
            number("columns", (row, scope) -> row.columns().size()),
            text("format", (row, scope) -> row.format().name()),
            text("storage_param", (row, scope) -> storage(row.storage(), scope)),
            text("connection", (row, scope) -> connection(row.storage(), scope)),
            text("pin", (row, scope) -> pin(row.storage())),
            text("owner", StorageSources::owner),
            text("comment", (row, scope) -> row.header().comment()),
            number("created", (row, scope) -> micros(row.header().created().at())),
            number("updated", (row, scope) -> micros(row.header().updated().at()))),
        scope -> Sources.found(scope, ExternalTable.class));
  }

  static Source<Stage> stages() {
    return new Source<>(
        "fl_stages",
        List.of(
            text("schema", (row, scope) -> row.name().schema()),
            text("name", (row, scope) -> row.name().object()),
            text("url", (row, scope) -> row.storage().uri()),
            text("storage_type", (row, scope) -> type(row.storage(), scope)),
            text("endpoint", (row, scope) -> endpoint(row.storage().place())),
            flag("has_credentials", row -> !row.storage().references().isEmpty()),
            text("storage_params", (row, scope) -> params(row.storage(), scope)),
            text("file_format_options", (row, scope) -> format(row.format())),
            text("connection", (row, scope) -> connection(row.storage(), scope)),
            text("creator", (row, scope) -> row.header().created().by()),
            text("owner", StorageSources::owner),
            text("comment", (row, scope) -> row.header().comment()),
            number("created", (row, scope) -> micros(row.header().created().at()))),
        scope -> Sources.found(scope, Stage.class));
  }

  static Source<Connection> connections() {
    return new Source<>(
        "fl_storage_connections",
        List.of(
            text("schema", (row, scope) -> row.name().schema()),
            text("name", (row, scope) -> row.name().object()),
            text("storage_type", (row, scope) -> row.type()),
            text(
                "storage_params",
                (row, scope) ->
                    shown(row.options()).entrySet().stream()
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining(" ")))),
        scope -> Sources.found(scope, Connection.class));
  }

  /// What is a link to a SingleStore session: a connection that its caller may use.
  static Source<Connection> links() {
    return new Source<>(
        "fl_links",
        List.of(
            number("scope", (row, scope) -> scope.number()),
            number("number", (row, scope) -> row.id().number()),
            text("schema", (row, scope) -> row.name().schema()),
            text("name", (row, scope) -> row.name().object()),
            text("comment", (row, scope) -> row.header().comment())),
        scope ->
            Sources.stream(scope, Connection.class)
                .filter(link -> scope.access().may(Privilege.USAGE, link))
                .iterator());
  }

  /// One tag of one object.
  record Mark(CatalogObject object, ObjectId tag, String value) {}

  static Source<Mark> tags() {
    return new Source<>(
        "fl_tag_references",
        List.of(
            text("tag", (row, scope) -> scope.view().image().get(row.tag()).name().object()),
            text("value", (row, scope) -> row.value()),
            text("kind", (row, scope) -> row.object().kind().word()),
            text("schema", (row, scope) -> row.object().name().schema()),
            text("object", (row, scope) -> row.object().name().object())),
        scope ->
            Sources.stream(scope, CatalogObject.class)
                .flatMap(
                    object ->
                        object.header().tags().entrySet().stream()
                            .map(tag -> new Mark(object, tag.getKey(), tag.getValue())))
                .iterator());
  }

  /// Databend's form: `s3 | bucket=b,region=eu`.
  private static String storage(StorageUse use, Scope scope) {
    List<String> parts = new ArrayList<>();
    shown(use.place()).forEach((key, value) -> parts.add(key + "=" + value));
    parts.add("connection=" + connection(use, scope));
    return type(use, scope) + " | " + String.join(",", parts);
  }

  private static String params(StorageUse use, Scope scope) {
    Map<String, String> shown = shown(use.place());
    shown.put("connection", String.valueOf(connection(use, scope)));
    return JSON.writeValueAsString(shown);
  }

  private static String format(FileFormat format) {
    Map<String, String> shown = new TreeMap<>(format.options());
    shown.put("type", format.name());
    return JSON.writeValueAsString(shown);
  }

  private static String type(StorageUse use, Scope scope) {
    return scope.view().image().connection(use.connection()).map(Connection::type).orElse("");
  }

  private static @Nullable String connection(StorageUse use, Scope scope) {
    return scope
        .view()
        .image()
        .connection(use.connection())
        .map(connection -> connection.name().object())
        .orElse(null);
  }

  private static @Nullable String pin(StorageUse use) {
    return use.pin().map(pin -> Integer.toString(pin.version())).orElse(null);
  }

  private static @Nullable String endpoint(Options place) {
    return place.text("endpoint").orElse(null);
  }

  private static @Nullable String owner(CatalogObject row, Scope scope) {
    return scope.view().image().role(row.owner()).map(role -> role.name().object()).orElse(null);
  }

  private static Map<String, String> shown(Options options) {
    Map<String, String> shown = new TreeMap<>();
    options.values().forEach((key, value) -> shown.put(key, shown(value)));
    return shown;
  }

  private static String shown(OptionValue value) {
    return switch (value) {
      case OptionValue.Text text -> text.value();
      case OptionValue.Num number -> Long.toString(number.value());
      case OptionValue.Flag flag -> Boolean.toString(flag.value());
      case OptionValue.Items items ->
          items.values().stream().map(StorageSources::shown).collect(Collectors.joining(","));
      case OptionValue.Group _ -> STARS;
      case OptionValue.SecretUse _ -> STARS;
      case OptionValue.ConnectionUse use -> use.connection().toString();
    };
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }
}

package io.fairlead.sql.singlestore;

import io.fairlead.model.FileFormat;
import io.fairlead.model.PipelineField;
import io.fairlead.model.PipelineState;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PipelineForgotten;
import io.fairlead.sql.PipelineOffsets;
import io.fairlead.sql.PipelineSettings;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.WithClause;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Statements about pipelines as text. Expressions are shown as the engine spells them, which reads back
/// as the same; of typed options only stars are shown.
final class PipelineText {
  private final LinkTypes types;

  PipelineText(LinkTypes types) {
    this.types = types;
  }

  String of(PipelineStatement statement) {
    return switch (statement) {
      case PipelineStatement.CreatePipeline create -> create(create, LinkWriting::of);
      case PipelineStatement.AlterPipelineSource alter ->
          "ALTER PIPELINE "
              + MysqlName.of(alter.name())
              + LinkWriting.edits(alter.edits())
              + new WithClause(alter.validate(), alter.overlap()).text();
      case PipelineStatement.AlterPipeline alter -> alter(alter);
      case PipelineStatement.SetPipelineState set -> state(set);
      case PipelineStatement.LoadPipeline load ->
          "START PIPELINE "
              + MysqlName.of(load.name())
              + " FOREGROUND"
              + load.batches().map(most -> " LIMIT " + most + " BATCHES").orElse("");
      case PipelineStatement.TestPipeline test ->
          "TEST PIPELINE "
              + MysqlName.of(test.name())
              + (test.rows() == 1 ? "" : " LIMIT " + test.rows());
      case PipelineStatement.ProfilePipeline profile ->
          "PROFILE PIPELINE " + MysqlName.of(profile.name());
      case PipelineStatement.ShowProfilePipeline show ->
          "SHOW PROFILE PIPELINE " + MysqlName.of(show.name());
      case PipelineStatement.ClearPipelineErrors clear ->
          "CLEAR PIPELINE ERRORS " + MysqlName.of(clear.name());
      case PipelineStatement.ShowPipelines show ->
          "SHOW PIPELINES" + show.schema().map(schema -> " IN " + MysqlName.of(schema)).orElse("");
      case PipelineStatement.CreateSource _,
          PipelineStatement.DropSource _,
          PipelineStatement.ShowCreateSource _ ->
          throw new IllegalArgumentException("not a statement of this dialect");
      case PipelineStatement.ShowCreatePipeline show ->
          "SHOW CREATE PIPELINE "
              + MysqlName.of(show.name())
              + (show.extended() ? " EXTENDED" : "");
    };
  }

  /// For SHOW CREATE: not for running where credentials were typed, since nobody can read them.
  String made(PipelineStatement.CreatePipeline create) {
    return create(create, LinkWriting::made);
  }

  private String create(
      PipelineStatement.CreatePipeline create, Function<StorageClause.AsLink, String> clauses) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "CREATE "
            + (create.orReplace() ? "OR REPLACE " : "")
            + "PIPELINE "
            + (create.ifNotExists() ? "IF NOT EXISTS " : "")
            + MysqlName.of(create.name())
            + " AS LOAD DATA");
    parts.add(
        switch (create.connection()) {
          case StorageClause.Named(ObjectName link) ->
              "LINK " + MysqlName.of(link) + " " + MysqlName.text(create.path());
          case StorageClause.AsLink typed ->
              types.word(create.type().orElseThrow())
                  + " "
                  + MysqlName.text(create.path())
                  + clauses.apply(typed);
          case StorageClause.Inline _ ->
              throw new IllegalArgumentException("not a clause of this dialect");
        });
    parts.addAll(settings(create.settings()));
    parts.add(create.errors().clause());
    parts.add("INTO TABLE " + MysqlName.of(create.table()));
    format(create.format(), parts);
    create
        .registry()
        .ifPresent(name -> parts.add("SCHEMA REGISTRY CONNECTION " + MysqlName.of(name)));
    if (!create.fields().isEmpty()) {
      parts.add(
          create.fields().stream()
              .map(PipelineText::field)
              .collect(Collectors.joining(", ", "(", ")")));
    }
    if (!create.assignments().isEmpty()) {
      parts.add("SET " + assignments(create.assignments()));
    }
    create.condition().ifPresent(text -> parts.add("WHERE " + expression(text)));
    if (!create.updates().isEmpty()) {
      parts.add("ON DUPLICATE KEY UPDATE " + assignments(create.updates()));
    }
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }

  private static String assignments(List<PipelineField.Assignment> assignments) {
    return assignments.stream()
        .map(set -> MysqlName.of(set.column()) + " = " + expression(set.expression()))
        .collect(Collectors.joining(", "));
  }

  private static String field(PipelineField field) {
    String path =
        field.path().isEmpty()
            ? ""
            : field.path().stream()
                .map(MysqlName::of)
                .collect(Collectors.joining("::", " <- ", ""));
    return (field.isVariable() ? field.name() : MysqlName.of(field.name()))
        + path
        + field.initial().map(text -> " DEFAULT " + expression(text)).orElse("");
  }

  private static void format(FormatClause format, List<String> parts) {
    String name = format.name().orElse(FileFormat.CSV);
    if (name.equals(FileFormat.AVRO)) {
      parts.add("FORMAT AVRO");
      option(format, FileFormat.SCHEMA, "SCHEMA ", parts);
      return;
    }
    if (!name.equals(FileFormat.CSV)) {
      parts.add("FORMAT " + (name.equals(FileFormat.NDJSON) ? "JSON" : "PARQUET"));
      return;
    }
    parts.add("FORMAT CSV FIELDS");
    parts.add("TERMINATED BY " + MysqlName.text(format.options().getOrDefault("field_delimiter", "\t")));
    parts.add("ENCLOSED BY " + MysqlName.text(format.options().getOrDefault("quote", "")));
    option(format, "escape", "ESCAPED BY ", parts);
    option(format, "record_delimiter", "LINES TERMINATED BY ", parts);
    String skipped = format.options().get("skip_header");
    parts.add(skipped == null ? "" : "IGNORE " + skipped + " LINES");
    option(format, "null_display", "NULL DEFINED BY ", parts);
  }

  /// What is said of them.
  private static void lines(FormatClause format, List<String> parts) {
    List<String> fields = new ArrayList<>();
    option(format, "field_delimiter", "TERMINATED BY ", fields);
    option(format, "quote", "ENCLOSED BY ", fields);
    option(format, "escape", "ESCAPED BY ", fields);
    parts.add(fields.stream().allMatch(String::isEmpty) ? "" : "FIELDS");
    parts.addAll(fields);
    option(format, "record_delimiter", "LINES TERMINATED BY ", parts);
    String skipped = format.options().get("skip_header");
    parts.add(skipped == null ? "" : "IGNORE " + skipped + " LINES");
    option(format, "null_display", "NULL DEFINED BY ", parts);
  }

  private static void option(
      FormatClause format, String key, String words, List<String> parts) {
    String value = format.options().get(key);
    parts.add(value == null ? "" : words + MysqlName.text(value));
  }

  private static List<String> settings(PipelineSettings settings) {
    List<String> parts = new ArrayList<>();
    settings.interval().ifPresent(value -> parts.add("BATCH_INTERVAL " + value.toMillis()));
    settings
        .maxPartitions()
        .ifPresent(value -> parts.add("MAX_PARTITIONS_PER_BATCH " + value));
    settings
        .maxRetries()
        .ifPresent(value -> parts.add("MAX_RETRIES_PER_BATCH_PARTITION " + value));
    settings
        .maxOffsets()
        .ifPresent(value -> parts.add("MAX_OFFSETS_PER_BATCH_PARTITION " + value));
    settings
        .stopOnError()
        .ifPresent(value -> parts.add("STOP_ON_ERROR " + (value ? "ON" : "OFF")));
    return parts;
  }

  private static String alter(PipelineStatement.AlterPipeline alter) {
    String start = "ALTER PIPELINE " + MysqlName.of(alter.name());
    if (alter.forget().isPresent()) {
      return start
          + " DROP "
          + switch (alter.forget().get()) {
            case PipelineForgotten.File(String name) -> "FILE " + MysqlName.text(name);
            case PipelineForgotten.OrphanFiles _ -> "ORPHAN FILES";
            case PipelineForgotten.Partition(int number) -> "PARTITION '" + number + "'";
            case PipelineForgotten.OrphanPartitions _ -> "ORPHAN PARTITIONS";
          };
    }
    if (alter.lines().isPresent()) {
      List<String> parts = new ArrayList<>(List.of(start));
      lines(alter.lines().get(), parts);
      return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }
    if (alter.link().isPresent()) {
      return start + " SET LINK " + MysqlName.of(alter.link().get());
    }
    if (alter.offsets().isPresent()) {
      return start
          + " SET OFFSETS "
          + switch (alter.offsets().get()) {
            case PipelineOffsets.Earliest _ -> "EARLIEST";
            case PipelineOffsets.Latest _ -> "LATEST";
            case PipelineOffsets.At(var next) ->
                MysqlName.text(
                    next.entrySet().stream()
                        .map(offset -> "\"" + offset.getKey() + "\": " + offset.getValue())
                        .collect(Collectors.joining(", ", "{", "}")));
          };
    }
    return start + " SET " + String.join(" ", settings(alter.settings()));
  }

  private static String state(PipelineStatement.SetPipelineState set) {
    String verb = set.state() == PipelineState.RUNNING ? "START" : "STOP";
    if (set.name().isEmpty()) {
      return verb + (set.onlyFailed() ? " FAILED" : " ALL") + " PIPELINES";
    }
    String lenient =
        set.lenient() ? (verb.equals("START") ? "IF NOT RUNNING " : "IF RUNNING ") : "";
    return verb
        + " PIPELINE "
        + lenient
        + MysqlName.of(set.name().get())
        + (set.state() == PipelineState.DETACHED ? " DETACH" : "");
  }

  /// What the engine has in double quotes is a name, or a variable; in single quotes, a text.
  private static String expression(String engine) {
    StringBuilder shown = new StringBuilder();
    int i = 0;
    while (i < engine.length()) {
      char letter = engine.charAt(i);
      if (letter != '"' && letter != '\'') {
        shown.append(letter);
        i++;
        continue;
      }
      int end = closing(engine, i);
      String doubled = String.valueOf(letter).repeat(2);
      String value = engine.substring(i + 1, end).replace(doubled, String.valueOf(letter));
      int before = shown.length() - EngineExpression.NEW_ROW.length();
      if (letter == '"' && before >= 0 && shown.indexOf(EngineExpression.NEW_ROW, before) >= 0) {
        shown.setLength(before);
        shown.append("VALUES(").append(MysqlName.of(value)).append(')');
      } else if (letter == '\'') {
        shown.append(MysqlName.text(value));
      } else {
        shown.append(value.startsWith("@") ? value : MysqlName.of(value));
      }
      i = end + 1;
    }
    return shown.toString();
  }

  /// Where what begins with a quote ends; a doubled quote is one of its letters.
  private static int closing(String text, int start) {
    char quote = text.charAt(start);
    int i = start + 1;
    while (i < text.length()) {
      if (text.charAt(i) != quote) {
        i++;
      } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
        i += 2;
      } else {
        return i;
      }
    }
    return text.length();
  }
}

package io.fairlead.sql.materialize;

import io.fairlead.model.FileFormat;
import io.fairlead.model.PipelineField;
import io.fairlead.sql.Letters;
import io.fairlead.sql.PipelineStatement;
import io.fairlead.sql.PrintedName;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Statements about sources on one line. Nothing in them is secret.
final class SourceText {
  private SourceText() {}

  static Optional<String> of(Statement statement) {
    return switch (statement) {
      case PipelineStatement.CreateSource create -> Optional.of(create(create));
      case PipelineStatement.DropSource(Statement.Drop drop) ->
          Optional.of(
              "DROP SOURCE "
                  + (drop.ifExists() ? "IF EXISTS " : "")
                  + drop.names().stream().map(PrintedName::of).collect(Collectors.joining(", "))
                  + drop.ifVersion().map(version -> " IF VERSION " + version).orElse("")
                  + (drop.cascade() ? " CASCADE" : ""));
      case PipelineStatement.ShowCreateSource(var name) ->
          Optional.of("SHOW CREATE SOURCE " + PrintedName.of(name));
      default -> Optional.empty();
    };
  }

  private static String create(PipelineStatement.CreateSource create) {
    String start =
        create.table().start().values().stream()
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    List<PipelineField> included =
        create.fields().stream().filter(field -> isIncluded(field.path())).toList();
    return "CREATE SOURCE "
        + (create.ifNotExists() ? "IF NOT EXISTS " : "")
        + PrintedName.of(create.name())
        + names(create)
        + " FROM KAFKA CONNECTION "
        + PrintedName.of(create.connection())
        + " (TOPIC = "
        + PrintedName.text(create.topic())
        + (start.isEmpty() ? "" : ", START OFFSET = (" + start + ")")
        + ") FORMAT "
        + format(create)
        + (included.isEmpty()
            ? ""
            : included.stream()
                .map(field -> Letters.upper(field.path().getFirst()))
                .collect(Collectors.joining(", ", " INCLUDE ", "")))
        + " ENVELOPE NONE";
  }

  /// Empty where the columns have the names that they have by themselves.
  private static String names(PipelineStatement.CreateSource create) {
    List<String> usual = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (PipelineField field : create.fields()) {
      names.add(field.name());
      usual.add(
          field.path().isEmpty()
              ? "column" + names.size()
              : isIncluded(field.path())
                  ? field.path().getFirst()
                  : create.format().name().equals(FileFormat.TEXT) ? "text" : "data");
    }
    return names.equals(usual)
        ? ""
        : names.stream().map(PrintedName::of).collect(Collectors.joining(", ", " (", ")"));
  }

  private static boolean isIncluded(List<String> path) {
    return !path.isEmpty() && !path.getFirst().equals(PipelineField.MESSAGE);
  }

  private static String format(PipelineStatement.CreateSource create) {
    FileFormat format = create.format();
    if (format.isWhole()) {
      return Letters.upper(format.name());
    }
    String delimiter = format.options().getOrDefault("field_delimiter", ",");
    return "CSV WITH "
        + create.fields().size()
        + " COLUMNS"
        + (delimiter.equals(",") ? "" : " DELIMITED BY " + PrintedName.text(delimiter));
  }
}

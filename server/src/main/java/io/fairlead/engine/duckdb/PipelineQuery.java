package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.FileFormat;
import io.fairlead.model.PipelineField;
import io.fairlead.model.PipelineLoad;
import io.fairlead.model.TableColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The statement that loads the input of a pipeline: what is read of it, and what becomes of that.
///
/// @param read the columns that are read, by place in CSV and by name elsewhere
/// @param fields expressions over these, by the name of a column or a variable
/// @param columns of the table, with their expressions over the fields
/// @param condition over the fields; `true` where there is none
/// @param updates expressions over the row that is there and the new one, by column
/// @param table all columns of it
record PipelineQuery(
    PipelineLoad load,
    List<TableColumn> read,
    Map<String, String> fields,
    Map<String, String> columns,
    String condition,
    Map<String, String> updates,
    List<TableColumn> table) {

  static PipelineQuery of(FileStatements work, PipelineLoad load) throws SQLException {
    work.rights().mustSee(load.table());
    Map<String, String> types = new LinkedHashMap<>();
    List<TableColumn> table =
        FileColumns.ofQuery(
            work.connection(), "SELECT * FROM " + ExternalViews.qualified(load.table()));
    table.forEach(column -> types.put(column.name().toLowerCase(Locale.ROOT), column.type()));
    List<PipelineField> given =
        load.fields().isEmpty()
            ? table.stream().map(column -> named(column.name(), load.format())).toList()
            : load.fields();
    Map<String, TableColumn> read = new LinkedHashMap<>();
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> columns = new LinkedHashMap<>();
    for (PipelineField field : given) {
      String type = field.isVariable() ? "VARCHAR" : type(types, field.name(), load);
      String value = value(field, type, load.format(), given, read);
      String initial = field.initial().isEmpty() ? "" : checked(field.initial().get(), work);
      fields.put(
          field.name(), initial.isEmpty() ? value : "coalesce(" + value + ", " + initial + ")");
      if (!field.isVariable()) {
        columns.put(field.name(), Database.quoted(field.name()));
      }
    }
    for (PipelineField.Assignment set : load.assignments()) {
      type(types, set.column(), load);
      columns.put(set.column(), checked(set.expression(), work));
    }
    String condition =
        load.condition().isEmpty() ? "true" : checked(load.condition().get(), work);
    Map<String, String> updates = new LinkedHashMap<>();
    for (PipelineField.Assignment update : load.updates()) {
      type(types, update.column(), load);
      updates.put(update.column(), checked(update.expression(), work));
    }
    return new PipelineQuery(
        load, List.copyOf(read.values()), fields, columns, condition, updates, table);
  }

  private static PipelineField named(String column, FileFormat format) {
    boolean byPlace = format.name().equals(FileFormat.CSV);
    return new PipelineField(column, byPlace ? List.of() : List.of(column), Optional.empty());
  }

  private static String type(Map<String, String> types, String column, PipelineLoad load) {
    String type = types.get(column.toLowerCase(Locale.ROOT));
    if (type == null) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_COLUMN,
          "column \"" + column + "\" of table \"" + load.table().object() + "\" does not exist");
    }
    return type;
  }

  /// The expression of a field, whose column is read from now on.
  private static String value(
      PipelineField field,
      String type,
      FileFormat format,
      List<PipelineField> all,
      Map<String, TableColumn> read) {
    if (field.path().isEmpty()) {
      read.put(field.name(), new TableColumn(field.name(), type, true, Optional.empty()));
      return Database.quoted(field.name());
    }
    if (format.name().equals(FileFormat.AVRO)) {
      // The path has been followed already; bytes are written as digits.
      boolean bytes = type.equals("BLOB");
      read.put(
          field.name(),
          new TableColumn(field.name(), bytes ? "VARCHAR" : type, true, Optional.empty()));
      String name = Database.quoted(field.name());
      return bytes ? "unhex(" + name + ")" : name;
    }
    String head = field.path().getFirst();
    if (format.isWhole() && head.equals(PipelineField.MESSAGE)) {
      read.put(head, new TableColumn(head, "VARCHAR", true, Optional.empty()));
      return message(Database.quoted(head), format);
    }
    if (FileReading.isParquet(format)) {
      return "CAST("
          + field.path().stream().map(Database::quoted).collect(Collectors.joining("."))
          + " AS "
          + type
          + ")";
    }
    boolean alone =
        field.path().size() == 1
            && all.stream().filter(other -> other.path().contains(head)).count() == 1;
    read.put(head, new TableColumn(head, alone ? type : "JSON", true, Optional.empty()));
    if (alone) {
      return Database.quoted(head);
    }
    String path =
        field.path().stream()
            .skip(1)
            .map(key -> ".\"" + key.replace("\"", "\\\"") + "\"")
            .collect(Collectors.joining("", "$", ""));
    String arrow = type.equals("JSON") ? " -> " : " ->> ";
    return "CAST((" + Database.quoted(head) + arrow + Database.literal(path) + ") AS " + type + ")";
  }

  /// A message as a value of its format.
  private static String message(String base64, FileFormat format) {
    String bytes = "from_base64(" + base64 + ")";
    return switch (format.name()) {
      case FileFormat.BYTES -> bytes;
      case FileFormat.TEXT -> "decode(" + bytes + ")";
      default -> "CAST(decode(" + bytes + ") AS JSON)";
    };
  }

  /// An expression that somebody wrote. What no query may do, it may not do either.
  private static String checked(String expression, FileStatements work) throws SQLException {
    LocalStatement statement =
        LocalStatement.read("SELECT " + expression, work.permissions(), work.scope().view());
    work.rights().check(statement);
    int depth = 0;
    for (Token token : statement.tokens()) {
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth < 0) {
        break;
      }
    }
    if (depth != 0 || statement.verb() != Verb.SELECT) {
      throw Refusal.of(ProblemKind.SYNTAX, "an expression of the pipeline cannot be understood");
    }
    return "(" + Spelling.of(statement).text().substring("SELECT ".length()) + "\n)";
  }

  /// @param files literals of paths
  String source(List<String> files) {
    return FileReading.source(FileReading.brought(load.format()), read, "[" + String.join(", ", files) + "]");
  }

  /// What is brought into the table.
  ///
  /// @param source where the columns of [#read] are
  String select(String source) {
    List<String> inner = new ArrayList<>();
    fields.forEach((name, value) -> inner.add(value + " AS " + Database.quoted(name)));
    List<String> outer = new ArrayList<>();
    columns.forEach((name, value) -> outer.add(value + " AS " + Database.quoted(name)));
    return "SELECT %s FROM (SELECT %s FROM %s) AS input WHERE %s"
        .formatted(String.join(", ", outer), String.join(", ", inner), source, condition);
  }

  /// The columns that get values, as a list.
  String names() {
    return columns.keySet().stream().map(Database::quoted).collect(Collectors.joining(", "));
  }

  /// For whatever has rows of [#names].
  ///
  /// @param how INSERT, or INSERT OR …
  String insert(String how, String rows) {
    return how + " INTO " + ExternalViews.qualified(load.table()) + " (" + names() + ") " + rows;
  }
}

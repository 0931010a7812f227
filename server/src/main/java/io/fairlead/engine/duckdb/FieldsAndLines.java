package io.fairlead.engine.duckdb;

import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rows as text with the separators of MySQL's SELECT … INTO OUTFILE, byte by byte: DuckDB's own CSV
/// knows no escapes outside of quotes and no other ends of lines.
///
/// @param quote around fields; empty for none
/// @param optional whether only texts stand in quotes
/// @param escape in front of what would be read as something else; empty for none
record FieldsAndLines(
    String delimiter, String quote, boolean optional, String escape, String start, String end) {
  private static final Set<ColumnType> NUMBERS =
      Set.of(
          ColumnType.INT2,
          ColumnType.INT4,
          ColumnType.INT8,
          ColumnType.OID,
          ColumnType.NUMERIC,
          ColumnType.FLOAT4,
          ColumnType.FLOAT8);

  static FieldsAndLines of(FileFormat format) {
    Map<String, String> options = format.options();
    return new FieldsAndLines(
        options.getOrDefault("field_delimiter", "\t"),
        options.getOrDefault("quote", ""),
        options.getOrDefault("quote_optional", "false").equals("true"),
        options.getOrDefault("escape", "\\"),
        options.getOrDefault("record_start", ""),
        options.getOrDefault("record_delimiter", "\n"));
  }

  /// A query of one column, whose values one after the other are the file.
  String lines(String query, List<TableColumn> columns) {
    List<String> names =
        IntStream.range(0, columns.size()).mapToObj(place -> "c" + place).toList();
    List<String> parts = new ArrayList<>();
    parts.add(Database.literal(start));
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        parts.add(Database.literal(delimiter));
      }
      parts.add(field(names.get(i), Types.of("", columns.get(i).type())));
    }
    parts.add(Database.literal(end));
    return "SELECT encode(concat(%s)) FROM (%s) AS of_query(%s)"
        .formatted(
            String.join(", ", parts),
            query,
            names.stream().collect(Collectors.joining(", ")));
  }

  private String field(String name, ColumnType type) {
    boolean isNumber = NUMBERS.contains(type) || type == ColumnType.BOOL;
    boolean quoted = !quote.isEmpty() && !(optional && isNumber);
    String text =
        type == ColumnType.BOOL
            ? "CAST(CAST(" + name + " AS TINYINT) AS VARCHAR)"
            : escaped("CAST(" + name + " AS VARCHAR)", quoted);
    String whole =
        quoted
            ? "%1$s || %2$s || %1$s".formatted(Database.literal(quote), text)
            : text;
    return "coalesce(%s, %s)".formatted(whole, Database.literal(missing()));
  }

  /// Never in quotes, so that it is no text. Without escapes it is what pipelines take for NULL.
  private String missing() {
    return (isEscaping() ? escape : "\\") + "N";
  }

  /// A quote that is its own escape is doubled, and needs no other.
  private boolean isEscaping() {
    return !escape.isEmpty() && !escape.equals(quote);
  }

  private String escaped(String text, boolean quoted) {
    if (!isEscaping()) {
      return quoted ? replaced(text, quote, quote + quote) : text;
    }
    String result = replaced(text, escape, escape + escape);
    for (String special : List.of(quoted ? quote : first(delimiter), first(end))) {
      if (!special.isEmpty() && !special.equals(escape)) {
        result = replaced(result, special, escape + special);
      }
    }
    return result;
  }

  private static String first(String text) {
    return text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
  }

  private static String replaced(String text, String old, String by) {
    return "replace(%s, %s, %s)".formatted(text, Database.literal(old), Database.literal(by));
  }
}

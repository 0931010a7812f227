package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.TableColumn;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How DuckDB reads and writes files of a format.
final class FileReading {
  private static final Map<String, Pattern> NAMES =
      Map.of(
          FileFormat.PARQUET, Pattern.compile("(?i).*\\.(parquet|parq|pq)"),
          FileFormat.CSV, Pattern.compile("(?i).*\\.(csv|tsv|txt)(\\.gz|\\.zst)?"),
          FileFormat.NDJSON, Pattern.compile("(?i).*\\.(ndjson|jsonl|json)(\\.gz|\\.zst)?"));

  /// Names of options in one word for both spellings of vendors.
  private static final Set<String> NO_COMPRESSION = Set.of("", "none", "auto");

  private FileReading() {}

  /// Whether a table of this format takes the file for one of its own, by its ending.
  static boolean isOf(FileFormat format, String file) {
    return pattern(format).matcher(file).matches();
  }

  private static Pattern pattern(FileFormat format) {
    Pattern pattern = NAMES.get(format.name());
    if (pattern == null) {
      throw Refusal.of(
          ProblemKind.NOT_SUPPORTED, "files of format \"" + format.name() + "\" cannot be read");
    }
    return pattern;
  }

  /// Refuses a format that there is not.
  static void mustBeKnown(FileFormat format) {
    var _ = pattern(format);
  }

  static boolean isParquet(FileFormat format) {
    return format.name().equals(FileFormat.PARQUET);
  }

  /// The format of the files in which the input of a pipeline comes to the engine: of messages that are
  /// values, a JSON object each with their bytes in base64, and where they stood.
  static FileFormat brought(FileFormat format) {
    return format.isWhole() ? FileFormat.of(FileFormat.NDJSON) : format;
  }

  /// The ending of files that are written, and of links to files that are read.
  static String ending(FileFormat format, String file) {
    if (format.name().equals(FileFormat.AVRO)) {
      return "." + FileFormat.NDJSON;
    }
    String lower = file.toLowerCase(Locale.ROOT);
    String packed = lower.endsWith(".gz") ? ".gz" : lower.endsWith(".zst") ? ".zst" : "";
    return "." + format.name() + packed;
  }

  /// The query behind the view that shows an external table.
  static String view(ExternalTable table) {
    String columns =
        table.columns().stream()
            .map(
                column ->
                    "CAST(%1$s AS %2$s) AS %1$s"
                        .formatted(Database.quoted(column.name()), column.type()))
            .collect(Collectors.joining(", "));
    String files =
        "string_split(%s(%d), chr(10))".formatted(ExternalScans.FUNCTION, table.id().number());
    return "SELECT " + columns + " FROM " + source(table.format(), table.columns(), files);
  }

  /// A call of the table function that reads the files.
  ///
  /// @param columns of CSV and NDJSON files, by place and by name
  /// @param files an expression
  static String source(FileFormat format, List<TableColumn> columns, String files) {
    String types =
        columns.stream()
            .map(
                column ->
                    Database.literal(column.name()) + ": " + Database.literal(column.type()))
            .collect(Collectors.joining(", ", "{", "}"));
    return switch (format.name()) {
      case FileFormat.PARQUET -> "read_parquet(" + files + ", hive_partitioning = false)";
      case FileFormat.CSV ->
          "read_csv(%s, columns = %s, auto_detect = false, hive_partitioning = false, %s)"
              .formatted(files, types, csv(format));
      // Records of Avro come as rows of JSON.
      case FileFormat.NDJSON, FileFormat.AVRO ->
          "read_json(%s, columns = %s, format = 'newline_delimited', hive_partitioning = false)"
              .formatted(files, types);
      default -> throw new IllegalStateException(format.name());
    };
  }

  /// A call that finds out how many columns a CSV file has.
  static String places(FileFormat format, Path file) {
    return "read_csv(%s, all_varchar = true, %s)"
        .formatted(Database.literal(file.toString()), csv(format));
  }

  private static String csv(FileFormat format) {
    String nulls = format.options().get("null_display");
    return "header = false, skip = %d, delim = %s, quote = %s, escape = %s, nullstr = %s, %s"
        .formatted(
            number(format, "skip_header"),
            Database.literal(delimiter(format)),
            Database.literal(quote(format)),
            Database.literal(escape(format)),
            nulls == null ? "['', '\\N']" : "[" + Database.literal(nulls) + "]",
            "allow_quoted_nulls = false");
  }

  private static int number(FileFormat format, String key) {
    String text = format.options().getOrDefault(key, "0");
    if (!text.matches("[0-9]{1,9}")) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION, "file format option \"" + key + "\" must be a number");
    }
    return Integer.parseInt(text);
  }

  private static String delimiter(FileFormat format) {
    String record = format.options().getOrDefault("record_delimiter", "\n");
    if (!Set.of("\n", "\r\n", "\\n", "\\r\\n").contains(record)) {
      throw Refusal.of(
          ProblemKind.NOT_SUPPORTED, "records of a CSV file must be separated by lines");
    }
    return format.options().getOrDefault("field_delimiter", ",").replace("\\t", "\t");
  }

  private static String quote(FileFormat format) {
    return format.options().getOrDefault("quote", "\"");
  }

  private static String escape(FileFormat format) {
    String escape = format.options().getOrDefault("escape", "");
    return escape.isEmpty() ? quote(format) : escape;
  }

  /// The options of a COPY that writes such a file.
  static String written(FileFormat format, List<TableColumn> columns) {
    return switch (format.name()) {
      case FileFormat.PARQUET -> "FORMAT parquet, COMPRESSION " + parquetCompression(format);
      case FileFormat.CSV -> writtenCsv(format, columns);
      case FileFormat.NDJSON -> "FORMAT json, ARRAY false" + packed(format);
      case FileFormat.DELIMITED -> "FORMAT blob" + packed(format);
      default -> throw new IllegalStateException(format.name());
    };
  }

  /// The query whose rows a COPY with these options writes.
  ///
  /// @param columns of the query
  static String rows(FileFormat format, String query, List<TableColumn> columns) {
    return format.name().equals(FileFormat.DELIMITED)
        ? FieldsAndLines.of(format).lines(query, columns)
        : query;
  }

  private static String parquetCompression(FileFormat format) {
    String wanted = format.options().getOrDefault("compression", "zstd").toLowerCase(Locale.ROOT);
    return switch (wanted) {
      case "snappy", "gzip", "zstd" -> wanted;
      case "none" -> "uncompressed";
      default ->
          throw Refusal.of(
              ProblemKind.NOT_SUPPORTED, "compression of Parquet is zstd, snappy, gzip or none");
    };
  }

  /// Texts are always quoted, so that an empty one is no NULL.
  private static String writtenCsv(FileFormat format, List<TableColumn> columns) {
    String texts =
        columns.stream()
            .filter(column -> column.type().toUpperCase(Locale.ROOT).startsWith("VARCHAR"))
            .map(column -> Database.quoted(column.name()))
            .collect(Collectors.joining(", "));
    return "FORMAT csv, HEADER %b, DELIMITER %s, QUOTE %s, ESCAPE %s, NULLSTR %s%s%s"
        .formatted(
            number(format, "skip_header") == 1,
            Database.literal(delimiter(format)),
            Database.literal(quote(format)),
            Database.literal(escape(format)),
            Database.literal(format.options().getOrDefault("null_display", "")),
            texts.isEmpty() ? "" : ", FORCE_QUOTE (" + texts + ")",
            packed(format));
  }

  private static String packed(FileFormat format) {
    String wanted = format.options().getOrDefault("compression", "").toLowerCase(Locale.ROOT);
    if (NO_COMPRESSION.contains(wanted)) {
      return "";
    }
    if (!wanted.equals("gzip") && !wanted.equals("zstd")) {
      throw Refusal.of(
          ProblemKind.NOT_SUPPORTED, "text files are compressed with gzip, zstd or not at all");
    }
    return ", COMPRESSION " + wanted;
  }

  /// How long the content of files is before it is packed; empty when it is not packed.
  static Optional<Long> unpackedBytes(Connection connection, FileFormat format, List<Path> files)
      throws SQLException {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    String wanted = format.options().getOrDefault("compression", "").toLowerCase(Locale.ROOT);
    String paths =
        files.stream()
            .map(file -> Database.literal(file.toString()))
            .collect(Collectors.joining(", ", "[", "]"));
    if (isParquet(format)) {
      return sum(
          connection,
          "SELECT sum(total_uncompressed_size)::BIGINT FROM parquet_metadata(" + paths + ")");
    }
    return NO_COMPRESSION.contains(wanted)
        ? Optional.empty()
        : sum(
            connection,
            """
            SELECT sum(coalesce(strlen(line), 0) + 1)::BIGINT
            FROM read_csv(%s, columns = {'line': 'VARCHAR'}, auto_detect = false, header = false,
              delim = '\\x01', quote = '', escape = '', compression = '%s')
            """
                .formatted(paths, wanted));
  }

  private static Optional<Long> sum(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return Optional.of(row.getLong(1));
    }
  }

  /// The name of a file that is written.
  static String named(FileFormat format, String stem) {
    String wanted = format.options().getOrDefault("compression", "").toLowerCase(Locale.ROOT);
    boolean isText = !isParquet(format);
    String packed = wanted.equals("gzip") ? ".gz" : wanted.equals("zstd") ? ".zst" : "";
    return stem + "." + format.name() + (isText ? packed : "");
  }
}

package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.FileFormat;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.TokenReader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `FORMAT JSON | AVRO | CSV | PARQUET` and the clauses of CSV. Where nothing is said, fields stand between tabs
/// and are not quoted, as in LOAD DATA.
///
/// @param options of [FileFormat]
/// @param registry a connection to the registry with the schemas
record PipelineFormat(
    String name, Map<String, String> options, Optional<ObjectName> registry) {

  private PipelineFormat(String name, Map<String, String> options) {
    this(name, options, Optional.empty());
  }

  /// What comes next of it.
  static PipelineFormat read(TokenReader in) {
    String name = FileFormat.CSV;
    if (in.accept("FORMAT")) {
      if (in.accept("JSON")) {
        name = FileFormat.NDJSON;
      } else if (in.accept("PARQUET")) {
        name = FileFormat.PARQUET;
      } else if (in.accept("AVRO")) {
        name = FileFormat.AVRO;
      } else if (!in.accept("CSV")) {
        throw in.unexpected("JSON, AVRO, CSV or PARQUET");
      }
    }
    Map<String, String> options = new TreeMap<>();
    if (name.equals(FileFormat.CSV)) {
      options.put("field_delimiter", "\t");
      options.put("quote", "");
    }
    return new PipelineFormat(name, options).more(in);
  }

  /// Of CSV, as far as they are written.
  static PipelineFormat lines(TokenReader in) {
    return new PipelineFormat(FileFormat.CSV, Map.of()).more(in);
  }

  /// Further clauses, which may stand behind the columns too.
  PipelineFormat more(TokenReader in) {
    if (name.equals(FileFormat.AVRO)) {
      return schema(in);
    }
    Map<String, String> more = new TreeMap<>(options);
    boolean any = true;
    while (any) {
      any = fields(in, more) || lines(in, more) || ignored(in, more) || nulls(in, more);
    }
    if (!more.equals(options) && !name.equals(FileFormat.CSV)) {
      throw in.problem(ProblemKind.SYNTAX, "FIELDS, LINES, IGNORE and NULL DEFINED BY are for CSV");
    }
    return new PipelineFormat(name, more);
  }

  /// `SCHEMA 'json'` or `SCHEMA REGISTRY CONNECTION c`, in front of the columns or behind them.
  private PipelineFormat schema(TokenReader in) {
    if (!in.accept("SCHEMA")) {
      return this;
    }
    if (!options.isEmpty() || registry.isPresent()) {
      throw in.problem(ProblemKind.SYNTAX, "SCHEMA specified more than once");
    }
    if (!in.accept("REGISTRY")) {
      return new PipelineFormat(name, Map.of(FileFormat.SCHEMA, in.text("a schema in quotes")));
    }
    if (!in.accept("CONNECTION")) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED,
          "a schema registry is named by its connection: SCHEMA REGISTRY CONNECTION name");
    }
    return new PipelineFormat(
        name, options, Optional.of(in.objectName("the name of a connection")));
  }

  private static boolean fields(TokenReader in, Map<String, String> to) {
    if (!in.accept("FIELDS") && !in.accept("COLUMNS")) {
      return false;
    }
    boolean any = false;
    while (true) {
      if (in.accept("TERMINATED", "BY")) {
        to.put("field_delimiter", in.text("a text"));
      } else if (in.accept("OPTIONALLY", "ENCLOSED", "BY") || in.accept("ENCLOSED", "BY")) {
        to.put("quote", in.text("a text"));
      } else if (in.accept("ESCAPED", "BY")) {
        to.put("escape", in.text("a text"));
      } else {
        break;
      }
      any = true;
    }
    if (!any) {
      throw in.unexpected("TERMINATED BY, ENCLOSED BY or ESCAPED BY");
    }
    return true;
  }

  private static boolean lines(TokenReader in, Map<String, String> to) {
    if (!in.accept("LINES")) {
      return false;
    }
    if (in.at("STARTING")) {
      throw in.problem(ProblemKind.NOT_SUPPORTED, "LINES STARTING BY is not supported");
    }
    in.expect("TERMINATED", "BY");
    to.put("record_delimiter", in.text("a text"));
    return true;
  }

  private static boolean ignored(TokenReader in, Map<String, String> to) {
    if (!in.accept("IGNORE")) {
      return false;
    }
    to.put("skip_header", Integer.toString(in.positive("a number of lines")));
    in.expect("LINES");
    return true;
  }

  private static boolean nulls(TokenReader in, Map<String, String> to) {
    if (!in.accept("NULL", "DEFINED", "BY")) {
      return false;
    }
    to.put("null_display", in.text("a text"));
    if (in.at("OPTIONALLY")) {
      throw in.problem(ProblemKind.NOT_SUPPORTED, "OPTIONALLY ENCLOSED of NULL is not supported");
    }
    return true;
  }
}

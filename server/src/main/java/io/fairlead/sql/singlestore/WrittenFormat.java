package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.FileFormat;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.Letters;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How SELECT … INTO writes rows: `FORMAT CSV | JSON | PARQUET`, FIELDS and LINES of CSV, and what
/// stands behind WITH. Where nothing is said, fields stand between tabs with backslashes as escapes,
/// as in LOAD DATA.
final class WrittenFormat {
  private static final String COMPRESSION = "compression";

  private Optional<String> name = Optional.empty();
  private final Map<String, String> options = new TreeMap<>();
  private boolean overwrites;

  /// Takes one clause when it comes next.
  boolean accept(TokenReader in) {
    if (in.accept("FORMAT")) {
      name = Optional.of(name(in));
    } else if (in.accept("FIELDS") || in.accept("COLUMNS")) {
      fields(in);
    } else if (in.accept("LINES")) {
      lines(in);
    } else if (in.accept("WITH")) {
      with(in);
    } else {
      return false;
    }
    mustFit(in);
    return true;
  }

  private static String name(TokenReader in) {
    if (in.accept("CSV")) {
      return FileFormat.DELIMITED;
    }
    if (in.accept("JSON")) {
      return FileFormat.NDJSON;
    }
    if (in.accept("PARQUET")) {
      return FileFormat.PARQUET;
    }
    throw in.unexpected("CSV, JSON or PARQUET");
  }

  private void fields(TokenReader in) {
    boolean any = false;
    while (true) {
      if (in.accept("TERMINATED", "BY")) {
        options.put("field_delimiter", text(in));
      } else if (in.accept("OPTIONALLY", "ENCLOSED", "BY")) {
        options.put("quote", character(in));
        options.put("quote_optional", "true");
      } else if (in.accept("ENCLOSED", "BY")) {
        options.put("quote", character(in));
        options.remove("quote_optional");
      } else if (in.accept("ESCAPED", "BY")) {
        options.put("escape", character(in));
      } else {
        break;
      }
      any = true;
    }
    if (!any) {
      throw in.unexpected("TERMINATED BY, ENCLOSED BY or ESCAPED BY");
    }
  }

  private void lines(TokenReader in) {
    boolean any = false;
    while (true) {
      if (in.accept("TERMINATED", "BY")) {
        options.put("record_delimiter", text(in));
      } else if (in.accept("STARTING", "BY")) {
        options.put("record_start", text(in));
      } else {
        break;
      }
      any = true;
    }
    if (!any) {
      throw in.unexpected("TERMINATED BY or STARTING BY");
    }
  }

  private void with(TokenReader in) {
    if (in.accept("COMPRESSION")) {
      options.put(COMPRESSION, "gzip");
      return;
    }
    if (!in.acceptSymbol("(")) {
      throw in.unexpected("COMPRESSION or \"(\"");
    }
    in.expect("OVERWRITE");
    in.acceptSymbol("=");
    overwrites = in.flag();
    in.expectSymbol(")");
  }

  private static String text(TokenReader in) {
    return in.text("a text");
  }

  private static String character(TokenReader in) {
    String text = in.text("a character in quotes");
    if (text.codePointCount(0, text.length()) > 1) {
      throw in.problem(
          ProblemKind.INVALID_OPTION, "ENCLOSED BY and ESCAPED BY are one character or none");
    }
    return text;
  }

  private void mustFit(TokenReader in) {
    boolean isText = name.orElse(FileFormat.DELIMITED).equals(FileFormat.DELIMITED);
    if (!isText && options.keySet().stream().anyMatch(key -> !key.equals(COMPRESSION))) {
      throw in.problem(ProblemKind.SYNTAX, "FIELDS and LINES are for CSV");
    }
    if (options.getOrDefault("field_delimiter", "\t").isEmpty()) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED, "fields without a separator are not supported");
    }
  }

  boolean overwrites() {
    return overwrites;
  }

  /// What is compressed as a whole is called so: readers go by the ending.
  String path(String typed) {
    boolean packed =
        options.containsKey(COMPRESSION)
            && !name.equals(Optional.of(FileFormat.PARQUET))
            && !Letters.lower(typed).endsWith(".gz");
    return packed ? typed + ".gz" : typed;
  }

  FormatClause clause() {
    return new FormatClause(Optional.of(name.orElse(FileFormat.DELIMITED)), options);
  }

  /// The same words again.
  static String of(FormatClause format) {
    Map<String, String> said = format.options();
    List<String> parts = new ArrayList<>();
    String name = format.name().orElse(FileFormat.DELIMITED);
    parts.add(
        "FORMAT "
            + switch (name) {
              case FileFormat.NDJSON -> "JSON";
              case FileFormat.PARQUET -> "PARQUET";
              default -> "CSV";
            });
    String optionally = said.containsKey("quote_optional") ? "OPTIONALLY " : "";
    clause(
        "FIELDS",
        Map.of(
            "TERMINATED BY ", "field_delimiter",
            optionally + "ENCLOSED BY ", "quote",
            "ESCAPED BY ", "escape"),
        said,
        parts);
    clause(
        "LINES",
        Map.of("STARTING BY ", "record_start", "TERMINATED BY ", "record_delimiter"),
        said,
        parts);
    if (said.containsKey(COMPRESSION)) {
      parts.add("WITH COMPRESSION");
    }
    return String.join(" ", parts);
  }

  /// @param keys of what was said, by the words in front of it
  private static void clause(
      String word, Map<String, String> keys, Map<String, String> said, List<String> to) {
    List<String> found = new ArrayList<>();
    new TreeMap<>(keys)
        .forEach(
            (words, key) -> {
              String value = said.get(key);
              if (value != null) {
                found.add(words + MysqlName.text(value));
              }
            });
    if (!found.isEmpty()) {
      to.add(word + " " + String.join(" ", found));
    }
  }
}

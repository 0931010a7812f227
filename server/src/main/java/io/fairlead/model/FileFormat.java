package io.fairlead.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How the rows stand in files.
///
/// @param name `parquet`, `csv`, `ndjson` or `avro`; `delimited` for files that are only written
/// @param options such as `field_delimiter`; keys in lower case
public record FileFormat(String name, SortedMap<String, String> options) {
  public static final String PARQUET = "parquet";
  public static final String CSV = "csv";
  public static final String NDJSON = "ndjson";

  /// Of pipelines alone; `schema` is its option.
  public static final String AVRO = "avro";

  public static final String SCHEMA = "schema";

  /// Fields and lines as MySQL's SELECT … INTO OUTFILE writes them.
  public static final String DELIMITED = "delimited";

  /// Messages of a topic that are each one value: a document, a text, bytes.
  public static final String JSON = "json";

  public static final String TEXT = "text";
  public static final String BYTES = "bytes";

  public FileFormat {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  public static FileFormat of(String name) {
    return new FileFormat(name, new TreeMap<>());
  }

  /// Whether a message is one value as it is, and not a row of some.
  public boolean isWhole() {
    return name.equals(JSON) || name.equals(TEXT) || name.equals(BYTES);
  }
}

package io.fairlead.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// How the rows stand in files.
///
/// @param name `parquet`, `csv`, `ndjson` or `avro`
/// @param options such as `field_delimiter`; keys in lower case
public record FileFormat(String name, SortedMap<String, String> options) {
  public static final String PARQUET = "parquet";
  public static final String CSV = "csv";
  public static final String NDJSON = "ndjson";

  /// Of pipelines alone; `schema` is its option.
  public static final String AVRO = "avro";

  public static final String SCHEMA = "schema";

  public FileFormat {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  public static FileFormat of(String name) {
    return new FileFormat(name, new TreeMap<>());
  }
}

package io.fairlead.sql;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How files are read or written, as a statement says it.
///
/// @param name `parquet`, `csv` or `ndjson`; empty for what the place or the default says
/// @param options keys in lower case
public record FormatClause(Optional<String> name, Map<String, String> options) {
  public static final FormatClause NONE = new FormatClause(Optional.empty(), Map.of());

  public FormatClause {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }
}

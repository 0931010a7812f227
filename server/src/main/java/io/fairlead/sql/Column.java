package io.fairlead.sql;

/// One column of a result.
public record Column(String name, ColumnType type) {
  public static Column text(String name) {
    return new Column(name, ColumnType.TEXT);
  }
}

package io.fairlead.engine.duckdb;

import io.fairlead.sql.ColumnType;
import java.util.Locale;

/// DuckDB's types as types of the protocols.
final class Types {
  private Types() {}

  /// @param name of the column; access lists have no type of their own in DuckDB
  /// @param type as DuckDB prints it, `DECIMAL(10,2)[]`
  static ColumnType of(String name, String type) {
    String upper = type.toUpperCase(Locale.ROOT);
    if (upper.endsWith("[]")) {
      return array(name, upper.substring(0, upper.length() - 2));
    }
    return scalar(upper);
  }

  private static ColumnType array(String name, String element) {
    if (element.equals("VARCHAR") && (name.equals("privileges") || name.endsWith("acl"))) {
      return ColumnType.ACL_ITEM_ARRAY;
    }
    return switch (scalar(element)) {
      case BOOL -> ColumnType.BOOL_ARRAY;
      case INT2 -> ColumnType.INT2_ARRAY;
      case INT4 -> ColumnType.INT4_ARRAY;
      case INT8 -> ColumnType.INT8_ARRAY;
      case OID -> ColumnType.OID_ARRAY;
      case FLOAT4, FLOAT8 -> ColumnType.FLOAT8_ARRAY;
      default -> ColumnType.TEXT_ARRAY;
    };
  }

  private static ColumnType scalar(String type) {
    int parenthesis = type.indexOf('(');
    return switch (parenthesis < 0 ? type : type.substring(0, parenthesis)) {
      case "BOOLEAN" -> ColumnType.BOOL;
      case "TINYINT", "SMALLINT", "UTINYINT" -> ColumnType.INT2;
      case "INTEGER", "USMALLINT" -> ColumnType.INT4;
      case "BIGINT" -> ColumnType.INT8;
      case "UINTEGER" -> ColumnType.OID;
      case "UBIGINT", "HUGEINT", "UHUGEINT", "DECIMAL", "BIGNUM" -> ColumnType.NUMERIC;
      case "FLOAT" -> ColumnType.FLOAT4;
      case "DOUBLE" -> ColumnType.FLOAT8;
      case "BLOB" -> ColumnType.BYTEA;
      case "DATE" -> ColumnType.DATE;
      case "TIME", "TIME_NS" -> ColumnType.TIME;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" -> ColumnType.TIMESTAMP;
      case "TIMESTAMP WITH TIME ZONE" -> ColumnType.TIMESTAMPTZ;
      case "INTERVAL" -> ColumnType.INTERVAL;
      case "UUID" -> ColumnType.UUID;
      case "JSON", "STRUCT", "MAP", "UNION" -> ColumnType.JSON;
      default -> ColumnType.TEXT;
    };
  }
}

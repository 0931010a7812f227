package io.fairlead.wire.postgres;

import io.fairlead.sql.ColumnType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the protocol calls the types.
final class Types {
  private static final Map<Integer, ColumnType> BY_OID =
      Arrays.stream(ColumnType.values())
          .collect(Collectors.toUnmodifiableMap(ColumnType::oid, Function.identity()));

  private Types() {}

  /// A type that the server does not know is left to the statement to find out, as 0 is.
  static ColumnType ofOid(int oid) {
    return BY_OID.getOrDefault(oid, ColumnType.UNKNOWN);
  }

  /// The name as PostgreSQL's own messages print it.
  static String name(ColumnType type) {
    return switch (type) {
      case BOOL -> "boolean";
      case CHAR -> "\"char\"";
      case INT2 -> "smallint";
      case INT4 -> "integer";
      case INT8 -> "bigint";
      case FLOAT4 -> "real";
      case FLOAT8 -> "double precision";
      case VARCHAR -> "character varying";
      case TIME -> "time";
      case TIMESTAMP -> "timestamp";
      case TIMESTAMPTZ -> "timestamp with time zone";
      case ACL_ITEM_ARRAY -> "aclitem[]";
      default ->
          type.element()
              .map(element -> name(element) + "[]")
              .orElseGet(() -> type.name().toLowerCase(Locale.ROOT));
    };
  }
}

package io.fairlead.wire.postgres;

import io.fairlead.sql.ColumnType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  /// The type of an array's elements; empty for what is not an array.
  static Optional<ColumnType> element(ColumnType type) {
    return switch (type) {
      case BOOL_ARRAY -> Optional.of(ColumnType.BOOL);
      case INT2_ARRAY -> Optional.of(ColumnType.INT2);
      case INT4_ARRAY -> Optional.of(ColumnType.INT4);
      case INT8_ARRAY -> Optional.of(ColumnType.INT8);
      case OID_ARRAY -> Optional.of(ColumnType.OID);
      case FLOAT8_ARRAY -> Optional.of(ColumnType.FLOAT8);
      case TEXT_ARRAY, ACL_ITEM_ARRAY -> Optional.of(ColumnType.TEXT);
      default -> Optional.empty();
    };
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
          element(type)
              .map(element -> name(element) + "[]")
              .orElseGet(() -> type.name().toLowerCase(Locale.ROOT));
    };
  }
}

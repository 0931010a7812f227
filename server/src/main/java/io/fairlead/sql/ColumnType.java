package io.fairlead.sql;

import java.util.Optional;

/// The types of results and parameters that all protocols know.
///
/// The Java values: BOOL Boolean; INT2 Short; INT4 Integer; INT8 and UINT8 Long; FLOAT4 Float;
/// FLOAT8 Double; NUMERIC BigDecimal; OID Long; TEXT, NAME, CHAR, JSON, JSONB, UUID, INTERVAL,
/// REGTYPE, UNKNOWN String; BYTEA byte[]; DATE LocalDate; TIME LocalTime; TIMESTAMP LocalDateTime;
/// TIMESTAMPTZ Instant; arrays a List of the element's value. SQL NULL is null.
public enum ColumnType {
  BOOL(16, 1),
  BYTEA(17, -1),
  CHAR(18, 1),
  NAME(19, 64),
  INT8(20, 8),
  INT2(21, 2),
  INT4(23, 4),
  TEXT(25, -1),
  OID(26, 4),
  JSON(114, -1),
  FLOAT4(700, 4),
  FLOAT8(701, 8),
  UNKNOWN(705, -2),
  VARCHAR(1043, -1),
  DATE(1082, 4),
  TIME(1083, 8),
  TIMESTAMP(1114, 8),
  TIMESTAMPTZ(1184, 8),
  INTERVAL(1186, 16),
  NUMERIC(1700, -1),
  REGTYPE(2206, 4),
  UUID(2950, 16),
  JSONB(3802, -1),
  BOOL_ARRAY(1000, -1),
  INT2_ARRAY(1005, -1),
  INT4_ARRAY(1007, -1),
  TEXT_ARRAY(1009, -1),
  INT8_ARRAY(1016, -1),
  OID_ARRAY(1028, -1),
  FLOAT8_ARRAY(1022, -1),
  ACL_ITEM_ARRAY(1034, -1);

  private final int oid;
  private final int size;

  ColumnType(int oid, int size) {
    this.oid = oid;
    this.size = size;
  }

  /// PostgreSQL's number for the type.
  public int oid() {
    return oid;
  }

  /// PostgreSQL's `typlen`: bytes, or -1 for a varying length.
  public int size() {
    return size;
  }

  /// The type of an array's elements; empty for what is not an array.
  public Optional<ColumnType> element() {
    return switch (this) {
      case BOOL_ARRAY -> Optional.of(BOOL);
      case INT2_ARRAY -> Optional.of(INT2);
      case INT4_ARRAY -> Optional.of(INT4);
      case INT8_ARRAY -> Optional.of(INT8);
      case OID_ARRAY -> Optional.of(OID);
      case FLOAT8_ARRAY -> Optional.of(FLOAT8);
      case TEXT_ARRAY, ACL_ITEM_ARRAY -> Optional.of(TEXT);
      default -> Optional.empty();
    };
  }
}

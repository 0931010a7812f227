package io.fairlead.wire.mysql;

import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;

/// What the protocol calls the types, and how it describes a column.
///
/// @param length the most that a value takes in text
/// @param decimals digits behind the point; 31 when that differs from value to value
record FieldType(int code, int charset, long length, int flags, int decimals) {
  static final int DECIMAL = 0;
  static final int TINY = 1;
  static final int SHORT = 2;
  static final int LONG = 3;
  static final int FLOAT = 4;
  static final int DOUBLE = 5;
  static final int NULL = 6;
  static final int TIMESTAMP = 7;
  static final int LONGLONG = 8;
  static final int INT24 = 9;
  static final int DATE = 10;
  static final int TIME = 11;
  static final int DATETIME = 12;
  static final int YEAR = 13;
  static final int VARCHAR = 15;
  static final int BIT = 16;
  static final int JSON = 245;
  static final int NEWDECIMAL = 246;
  static final int TINY_BLOB = 249;
  static final int MEDIUM_BLOB = 250;
  static final int LONG_BLOB = 251;
  static final int BLOB = 252;
  static final int VAR_STRING = 253;
  static final int STRING = 254;

  private static final int UTF8MB4 = 45;
  private static final int BINARY = 63;
  private static final int UNSIGNED_FLAG = 32;
  private static final int BINARY_FLAG = 128;
  private static final int NUMBER_FLAG = 1 << 15;
  private static final int ANY_DECIMALS = 31;
  private static final int MICROS = 6;
  private static final long TEXT_BYTES = 65_535L * 4;
  private static final long MOST_BYTES = 0xffff_ffffL;
  private static final int FIXED_FIELDS = 12;

  static FieldType of(ColumnType type) {
    return switch (type) {
      case BOOL -> number(TINY, 1, 0);
      case INT2 -> number(SHORT, 6, 0);
      case INT4 -> number(LONG, 11, 0);
      case INT8 -> number(LONGLONG, 20, 0);
      case OID -> new FieldType(LONG, BINARY, 10, NUMBER_FLAG | BINARY_FLAG | UNSIGNED_FLAG, 0);
      case FLOAT4 -> number(FLOAT, 12, ANY_DECIMALS);
      case FLOAT8 -> number(DOUBLE, 22, ANY_DECIMALS);
      case NUMERIC -> number(NEWDECIMAL, 67, ANY_DECIMALS);
      case BYTEA -> new FieldType(BLOB, BINARY, MOST_BYTES, BINARY_FLAG, 0);
      case DATE -> new FieldType(DATE, BINARY, 10, BINARY_FLAG, 0);
      case TIME -> new FieldType(TIME, BINARY, 17, BINARY_FLAG, MICROS);
      case TIMESTAMP -> new FieldType(DATETIME, BINARY, 26, BINARY_FLAG, MICROS);
      case TIMESTAMPTZ -> new FieldType(TIMESTAMP, BINARY, 26, BINARY_FLAG, MICROS);
      case JSON, JSONB -> new FieldType(JSON, UTF8MB4, MOST_BYTES, 0, 0);
      case CHAR,
          NAME,
          TEXT,
          VARCHAR,
          UUID,
          INTERVAL,
          REGTYPE,
          UNKNOWN,
          BOOL_ARRAY,
          INT2_ARRAY,
          INT4_ARRAY,
          INT8_ARRAY,
          OID_ARRAY,
          FLOAT8_ARRAY,
          TEXT_ARRAY,
          ACL_ITEM_ARRAY ->
          new FieldType(VAR_STRING, UTF8MB4, TEXT_BYTES, 0, 0);
    };
  }

  private static FieldType number(int code, int length, int decimals) {
    return new FieldType(code, BINARY, length, NUMBER_FLAG | BINARY_FLAG, decimals);
  }

  /// @param withDefault as COM_FIELD_LIST wants it; columns tell of none
  static void define(PacketWriter out, String table, Column column, boolean withDefault) {
    FieldType type = of(column.type());
    out.begin();
    out.putCounted("def");
    out.putCounted("");
    out.putCounted(table);
    out.putCounted(table);
    out.putCounted(column.name());
    out.putCounted(column.name());
    out.putCount(FIXED_FIELDS);
    out.put16(type.charset());
    out.put32((int) type.length());
    out.put8(type.code());
    out.put16(type.flags());
    out.put8(type.decimals());
    out.put16(0);
    if (withDefault) {
      out.put8(0xfb);
    }
    out.end();
  }
}

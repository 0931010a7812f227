package io.fairlead.engine;

import io.fairlead.sql.ColumnType;

/// A column of a query on a connection's database.
///
/// @param type one of BOOL, INT2, INT4, INT8, FLOAT4, FLOAT8, NUMERIC, DATE, TIMESTAMP, TIMESTAMPTZ
///     and TEXT
/// @param precision digits of a NUMERIC, 1 to 38; otherwise 0
/// @param scale digits of a NUMERIC behind the point; otherwise 0
public record RemoteColumn(String name, ColumnType type, int precision, int scale) {}

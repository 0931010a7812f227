package io.fairlead.engine.duckdb;

import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongBiFunction;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/// Rows made from the scope of a statement, one Java object a row.
///
/// @param name of the table function
/// @param rows called once a scan; the iterator is used by one thread at a time
record Source<R>(String name, List<Field<R>> fields, Function<Scope, Iterator<R>> rows) {

  /// One column of the table function.
  record Field<R>(String name, DuckDBColumnType type, Writer<R> writer) {
    /// Writes the column of one row.
    interface Writer<R> {
      void write(DuckDBWritableVector vector, int position, R row, Scope scope);
    }

    static <R> Field<R> text(String name, BiFunction<R, Scope, @Nullable String> value) {
      return new Field<>(
          name,
          DuckDBColumnType.VARCHAR,
          (vector, position, row, scope) -> {
            String text = value.apply(row, scope);
            if (text == null) {
              vector.setNull(position);
            } else {
              vector.setString(position, text);
            }
          });
    }

    static <R> Field<R> number(String name, ToLongBiFunction<R, Scope> value) {
      return new Field<>(
          name,
          DuckDBColumnType.BIGINT,
          (vector, position, row, scope) ->
              vector.setLong(position, value.applyAsLong(row, scope)));
    }

    /// PostgreSQL's oid; DuckDB's unsigned four bytes.
    static <R> Field<R> oid(String name, ToLongBiFunction<R, Scope> value) {
      return new Field<>(
          name,
          DuckDBColumnType.UINTEGER,
          (vector, position, row, scope) ->
              vector.setUint32(position, value.applyAsLong(row, scope)));
    }

    static <R> Field<R> flag(String name, Function<R, Boolean> value) {
      return new Field<>(
          name,
          DuckDBColumnType.BOOLEAN,
          (vector, position, row, scope) -> vector.setBoolean(position, value.apply(row)));
    }
  }
}

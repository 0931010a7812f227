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
    /// Writes the column of many rows: one call into DuckDB for each row would cost more than the
    /// row.
    interface Writer<R> {
      void write(DuckDBWritableVector vector, List<R> rows, Scope scope);
    }

    static <R> Field<R> text(String name, BiFunction<R, Scope, @Nullable String> value) {
      return new Field<>(
          name,
          DuckDBColumnType.VARCHAR,
          (vector, rows, scope) -> {
            @Nullable String[] texts = new @Nullable String[rows.size()];
            for (int i = 0; i < texts.length; i++) {
              texts[i] = value.apply(rows.get(i), scope);
            }
            vector.setStrings(0, texts);
          });
    }

    static <R> Field<R> number(String name, ToLongBiFunction<R, Scope> value) {
      return new Field<>(
          name,
          DuckDBColumnType.BIGINT,
          (vector, rows, scope) -> {
            for (int i = 0; i < rows.size(); i++) {
              vector.setLong(i, value.applyAsLong(rows.get(i), scope));
            }
          });
    }

    /// PostgreSQL's oid; DuckDB's unsigned four bytes.
    static <R> Field<R> oid(String name, ToLongBiFunction<R, Scope> value) {
      return new Field<>(
          name,
          DuckDBColumnType.UINTEGER,
          (vector, rows, scope) -> {
            for (int i = 0; i < rows.size(); i++) {
              vector.setUint32(i, value.applyAsLong(rows.get(i), scope));
            }
          });
    }

    static <R> Field<R> flag(String name, Function<R, Boolean> value) {
      return new Field<>(
          name,
          DuckDBColumnType.BOOLEAN,
          (vector, rows, scope) -> {
            for (int i = 0; i < rows.size(); i++) {
              vector.setBoolean(i, value.apply(rows.get(i)));
            }
          });
    }
  }
}

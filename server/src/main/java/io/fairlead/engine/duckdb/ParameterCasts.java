package io.fairlead.engine.duckdb;

import io.fairlead.sql.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Casts for the parameters of a statement that DuckDB does not understand without them: it gives
/// up on the columns of `SELECT $1`, and does not see that `ANY($1)` is an array.
final class ParameterCasts {
  private static final String NONE = "";

  private static final Map<ColumnType, String> NAMES =
      Map.ofEntries(
          Map.entry(ColumnType.BOOL, "BOOLEAN"),
          Map.entry(ColumnType.BYTEA, "BLOB"),
          Map.entry(ColumnType.INT2, "SMALLINT"),
          Map.entry(ColumnType.INT4, "INTEGER"),
          Map.entry(ColumnType.INT8, "BIGINT"),
          Map.entry(ColumnType.OID, "UINTEGER"),
          Map.entry(ColumnType.FLOAT4, "FLOAT"),
          Map.entry(ColumnType.FLOAT8, "DOUBLE"),
          Map.entry(ColumnType.NUMERIC, "DECIMAL"),
          Map.entry(ColumnType.DATE, "DATE"),
          Map.entry(ColumnType.TIME, "TIME"),
          Map.entry(ColumnType.TIMESTAMP, "TIMESTAMP"),
          Map.entry(ColumnType.TIMESTAMPTZ, "TIMESTAMPTZ"),
          Map.entry(ColumnType.INTERVAL, "INTERVAL"),
          Map.entry(ColumnType.UUID, "UUID"),
          Map.entry(ColumnType.JSON, "JSON"),
          Map.entry(ColumnType.JSONB, "JSON"),
          Map.entry(ColumnType.BOOL_ARRAY, "BOOLEAN[]"),
          Map.entry(ColumnType.INT2_ARRAY, "SMALLINT[]"),
          Map.entry(ColumnType.INT4_ARRAY, "INTEGER[]"),
          Map.entry(ColumnType.INT8_ARRAY, "BIGINT[]"),
          Map.entry(ColumnType.OID_ARRAY, "UINTEGER[]"),
          Map.entry(ColumnType.FLOAT8_ARRAY, "DOUBLE[]"),
          Map.entry(ColumnType.TEXT_ARRAY, "VARCHAR[]"));

  private ParameterCasts() {}

  /// What a parameter may be that neither the client nor DuckDB knows the type of: text as
  /// PostgreSQL has it, then numbers.
  private enum Guess {
    TEXT(ColumnType.TEXT, ColumnType.TEXT_ARRAY),
    WHOLE(ColumnType.INT8, ColumnType.INT8_ARRAY),
    FRACTION(ColumnType.FLOAT8, ColumnType.FLOAT8_ARRAY);

    private final ColumnType scalar;
    private final ColumnType array;

    Guess(ColumnType scalar, ColumnType array) {
      this.scalar = scalar;
      this.array = array;
    }
  }

  /// The types with which a statement may be read, best first: those that are known, and guesses
  /// for the others; arrays for what stands alone in `ANY(…)` or `ALL(…)`.
  static List<List<ColumnType>> guesses(LocalStatement statement, List<ColumnType> known) {
    List<List<ColumnType>> guesses = new ArrayList<>();
    for (Guess guess : Guess.values()) {
      List<ColumnType> types = new ArrayList<>(known);
      types.replaceAll(type -> type == ColumnType.UNKNOWN ? guess.scalar : type);
      for (int parameter : arrays(statement)) {
        if (known.get(parameter) == ColumnType.UNKNOWN) {
          types.set(parameter, guess.array);
        }
      }
      guesses.add(types);
    }
    return guesses;
  }

  /// The parameters, from 0, that must be arrays.
  private static Set<Integer> arrays(LocalStatement statement) {
    Set<Integer> found = new TreeSet<>();
    List<Token> tokens = statement.tokens();
    for (int i = 2; i < tokens.size(); i++) {
      if (tokens.get(i).kind() == Token.Kind.PARAMETER && isOperand(tokens, i)) {
        found.add(LocalStatement.parameterNumber(tokens.get(i)) - 1);
      }
    }
    return found;
  }

  private static boolean isOperand(List<Token> tokens, int i) {
    return tokens.get(i - 1).isSymbol("(")
        && (tokens.get(i - 2).isWord("any")
            || tokens.get(i - 2).isWord("some")
            || tokens.get(i - 2).isWord("all"))
        && i + 1 < tokens.size()
        && tokens.get(i + 1).isSymbol(")");
  }

  /// DuckDB's names for all types, to find out what columns a statement has.
  static List<String> all(List<ColumnType> types) {
    return types.stream().map(type -> NAMES.getOrDefault(type, "VARCHAR")).toList();
  }

  /// DuckDB's names for arrays alone: a scalar value brings its type along when it is bound, and a
  /// cast would round numbers.
  static List<String> ofArrays(List<ColumnType> types) {
    return types.stream()
        .map(type -> NAMES.getOrDefault(type, NONE))
        .map(name -> name.endsWith("[]") ? name : NONE)
        .toList();
  }
}

package io.fairlead.engine.duckdb;

import io.fairlead.engine.EngineSession;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The types of a statement's parameters and columns, as far as the client and DuckDB know them.
final class StatementTypes {
  private StatementTypes() {}

  /// What a statement takes and gives.
  static EngineSession.Shape shape(
      Connection connection,
      LocalStatement statement,
      Spelling spelling,
      List<ColumnType> named,
      Scope scope)
      throws SQLException {
    List<ColumnType> known = named;
    SQLException misunderstood = null;
    try (PreparedStatement prepared = connection.prepareStatement(spelling.text())) {
      known = parameters(prepared, named);
      if (!isUndecided(prepared)) {
        known.replaceAll(type -> type == ColumnType.UNKNOWN ? ColumnType.TEXT : type);
        return new EngineSession.Shape(known, columns(statement, prepared.getMetaData()));
      }
    } catch (SQLException failure) {
      if (named.isEmpty() || scope.remote().failed()) {
        throw failure;
      }
      misunderstood = failure;
    }
    for (List<ColumnType> types : ParameterCasts.guesses(statement, known)) {
      Spelling typed = Spelling.of(statement, ParameterCasts.all(types));
      try (PreparedStatement prepared = connection.prepareStatement(typed.text())) {
        return new EngineSession.Shape(types, columns(statement, prepared.getMetaData()));
      } catch (SQLException failure) {
        misunderstood = misunderstood == null ? failure : misunderstood;
      }
    }
    throw misunderstood;
  }

  /// DuckDB tells of one column `unknown` when the types of parameters leave a choice.
  static boolean isUndecided(PreparedStatement prepared) throws SQLException {
    ResultSetMetaData metaData = prepared.getMetaData();
    return metaData != null
        && metaData.getColumnCount() == 1
        && metaData.getColumnName(1).equals("unknown");
  }

  /// One type for each parameter: what the client named, else [ColumnType#UNKNOWN].
  static List<ColumnType> named(LocalStatement statement, List<ColumnType> given) {
    List<ColumnType> types = new ArrayList<>();
    for (int i = 0; i < statement.parameters(); i++) {
      types.add(i < given.size() ? given.get(i) : ColumnType.UNKNOWN);
    }
    return types;
  }

  /// The named types, completed by what DuckDB found out.
  static List<ColumnType> parameters(PreparedStatement prepared, List<ColumnType> named)
      throws SQLException {
    List<ColumnType> types = new ArrayList<>(named);
    ParameterMetaData metaData = prepared.getParameterMetaData();
    for (int i = 0; i < types.size(); i++) {
      if (types.get(i) == ColumnType.UNKNOWN) {
        types.set(i, inferred(metaData, i + 1));
      }
    }
    return types;
  }

  private static ColumnType inferred(ParameterMetaData metaData, int index) {
    try {
      String name = metaData.getParameterTypeName(index);
      return name == null || name.equals("INVALID") ? ColumnType.UNKNOWN : Types.of("", name);
    } catch (SQLException e) {
      return ColumnType.UNKNOWN;
    }
  }

  static List<Column> columns(LocalStatement statement, @Nullable ResultSetMetaData metaData)
      throws SQLException {
    if (!statement.returnsRows()) {
      // DuckDB tells of a column with the number of changed rows.
      return List.of();
    }
    List<String> names = new ArrayList<>();
    List<ColumnType> types = new ArrayList<>();
    for (int i = 1; metaData != null && i <= metaData.getColumnCount(); i++) {
      names.add(metaData.getColumnName(i));
      types.add(Types.of(metaData.getColumnName(i), metaData.getColumnTypeName(i)));
    }
    List<String> labels = Labels.of(statement, names);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(new Column(labels.get(i), types.get(i)));
    }
    return columns;
  }
}

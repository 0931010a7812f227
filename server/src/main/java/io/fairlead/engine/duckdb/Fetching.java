package io.fairlead.engine.duckdb;

import io.fairlead.engine.ExternalFiles.Range;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Brings the files of external tables before a statement runs: what its plan needs of them.
final class Fetching {
  /// What DuckDB says when a part of a file is missing, among other things.
  private static final Pattern DAMAGED =
      Pattern.compile(
          "TProtocolException|[Pp]arquet|[Pp]age header|decompress|ZSTD|[Ss]nappy|Invalid Error"
              + "|IO Error|Corrupt");

  /// Asks for the plan with the statement's own values.
  interface Explaining {
    /// The first column of the second row is the plan as JSON.
    PreparedStatement explain() throws SQLException;
  }

  static final String EXPLAIN = "EXPLAIN (FORMAT json) ";

  private Fetching() {}

  /// @param casts for the case that DuckDB does not understand the statement without them
  static PreparedStatement prepare(
      Connection connection,
      LocalStatement statement,
      Spelling spelling,
      List<String> casts,
      Scope scope)
      throws SQLException {
    try {
      PreparedStatement prepared = connection.prepareStatement(spelling.text());
      if (scope.remote().failed()) {
        // DuckDB takes it lightly when a constant cannot be computed yet.
        prepared.close();
        throw new SQLException("a function of the statement cannot be called");
      }
      return prepared;
    } catch (SQLException failure) {
      if (casts.stream().allMatch(String::isEmpty) || scope.remote().failed()) {
        throw failure;
      }
      try {
        return connection.prepareStatement(Spelling.of(statement, casts).text());
      } catch (SQLException again) {
        // The first failure is about the text that the client wrote.
        failure.addSuppressed(again);
        throw failure;
      }
    }
  }

  /// A statement with its values, and what it needs of files.
  static PreparedStatement ready(
      Connection connection,
      LocalStatement statement,
      Spelling spelling,
      List<String> casts,
      List<@Nullable Object> values,
      Scope scope)
      throws SQLException {
    PreparedStatement prepared = prepare(connection, statement, spelling, casts, scope);
    boolean ready = false;
    try {
      setAll(prepared, statement, values);
      bring(
          connection,
          statement,
          scope,
          () -> explain(connection, statement, spelling, casts, values));
      ready = true;
      return prepared;
    } finally {
      if (!ready) {
        prepared.close();
      }
    }
  }

  /// The explanation of a statement with its values.
  ///
  /// @param casts for the case that DuckDB does not understand the statement without them
  static PreparedStatement explain(
      Connection connection,
      LocalStatement statement,
      Spelling spelling,
      List<String> casts,
      List<@Nullable Object> values)
      throws SQLException {
    PreparedStatement prepared;
    try {
      prepared = connection.prepareStatement(EXPLAIN + spelling.text());
    } catch (SQLException failure) {
      if (casts.stream().allMatch(String::isEmpty)) {
        throw failure;
      }
      prepared = connection.prepareStatement(EXPLAIN + Spelling.of(statement, casts).text());
    }
    setAll(prepared, statement, values);
    return prepared;
  }

  static void setAll(
      PreparedStatement prepared, LocalStatement statement, List<@Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < statement.parameters(); i++) {
      Values.set(prepared, i + 1, values.get(i));
    }
  }

  /// @param statement that is bound, and will be run
  static void bring(
      Connection connection, LocalStatement statement, Scope scope, Explaining explaining)
      throws SQLException {
    ExternalScans scans = scope.external();
    List<ExternalRead> reads = scans.reads();
    if (reads.isEmpty() || isPlainExplain(statement)) {
      return;
    }
    boolean asks =
        statement.verb() != Verb.EXPLAIN
            && reads.stream().anyMatch(read -> FileReading.isParquet(read.format()));
    ScanPlan plan = asks ? plan(explaining) : null;
    for (ExternalRead read : reads) {
      scans.fetch(read, ranges(connection, read, plan, reads.size(), scans));
    }
  }

  private static List<List<Range>> ranges(
      Connection connection,
      ExternalRead read,
      @Nullable ScanPlan plan,
      int tables,
      ExternalScans scans)
      throws SQLException {
    if (plan == null || !FileReading.isParquet(read.format())) {
      return read.whole();
    }
    scans.prunes();
    return ParquetRanges.needed(connection, read, plan, tables);
  }

  private static boolean isPlainExplain(LocalStatement statement) {
    return statement.verb() == Verb.EXPLAIN
        && statement.tokens().stream().noneMatch(token -> token.isWord("analyze"));
  }

  private static ScanPlan plan(Explaining explaining) throws SQLException {
    try (PreparedStatement explain = explaining.explain();
        ResultSet rows = explain.executeQuery()) {
      String json = "[]";
      while (rows.next()) {
        json = rows.getString(2);
      }
      return ScanPlan.of(json);
    }
  }

  /// Whether a statement may have failed because a part of a file was not there.
  static boolean isDamage(SQLException failure, Scope scope) {
    return scope.external().isPruned()
        && DAMAGED.matcher(String.valueOf(failure.getMessage())).find();
  }

  static void close(@Nullable PreparedStatement statement) {
    try {
      if (statement != null) {
        statement.close();
      }
    } catch (SQLException e) {
      // A statement that failed is closed already.
    }
  }

  /// All of all files.
  static void bringAll(Scope scope) {
    ExternalScans scans = scope.external();
    scans.reads().forEach(read -> scans.fetch(read, read.whole()));
  }
}

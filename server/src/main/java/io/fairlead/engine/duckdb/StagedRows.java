package io.fairlead.engine.duckdb;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.PipelineErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Rows of a batch in a temporary table, in their order and with the types of their table, on the way
/// into it: those that break its rules are left out, and of those with one key each comes after the one
/// before it. A statement of DuckDB would take one row of a key only, and not the last.
///
/// @param keys of the table
record StagedRows(Connection connection, PipelineQuery query, TableKeys keys) {
  private static final String ROWS = "temp.main.fl_staged";
  private static final String BROKEN = "temp.main.fl_broken";

  /// What became of them.
  ///
  /// @param updated rows that were there already
  record Counts(long inserted, long updated) {}

  /// A row that breaks a rule.
  record Broken(String reason, String text) {}

  /// Whether rows have to come this way.
  static boolean isNeeded(PipelineQuery query, TableKeys keys) {
    return query.load().errors().skipsConstraints()
        || (keys.any() && (query.load().errors().replaces() || !query.updates().isEmpty()))
        || (!keys.isPrimaryAlone() && query.load().errors().skipsDuplicates());
  }

  void begin() throws SQLException {
    end();
    Map<String, String> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    query.table().forEach(column -> types.put(column.name(), column.type()));
    String columns =
        query.columns().keySet().stream()
            .map(name -> Database.quoted(name) + " " + types.get(name))
            .collect(Collectors.joining(", "));
    Database.execute(
        connection,
        "CREATE TEMP TABLE fl_staged (fl_piece INTEGER, fl_row BIGINT, " + columns + ")");
  }

  void end() throws SQLException {
    Database.execute(connection, "DROP TABLE IF EXISTS " + ROWS);
  }

  /// @param source of one piece
  void add(int piece, String source) throws SQLException {
    Database.execute(
        connection,
        """
        INSERT INTO %1$s SELECT %2$d, row_number() OVER () + %3$d, %4$s FROM (%5$s)
        """
            .formatted(ROWS, piece, number("SELECT count(*) FROM " + ROWS), query.names(),
                query.select(source)));
  }

  /// Takes those away that break rules of the table.
  ///
  /// @return how many
  long sift() throws SQLException {
    TableRules rules =
        new TableRules(
            connection,
            query.load().table(),
            LocalTables.find(connection, query.load().table()).orElseThrow().columns(),
            query.columns().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
    Map<String, String> broken = rules.broken("staged");
    if (broken.isEmpty()) {
      return 0;
    }
    String reason =
        broken.entrySet().stream()
            .map(rule -> "WHEN " + rule.getKey() + " THEN " + Database.literal(rule.getValue()))
            .collect(Collectors.joining(" ", "CASE ", " END"));
    List<String> all = new ArrayList<>(List.of("row.*"));
    all.addAll(rules.defaults());
    Database.execute(connection, "DROP TABLE IF EXISTS " + BROKEN);
    Database.execute(
        connection,
        """
        CREATE TEMP TABLE fl_broken AS
        SELECT fl_piece, fl_row, %s AS fl_reason FROM (SELECT %s FROM %s AS row) AS staged
        WHERE fl_reason IS NOT NULL
        """
            .formatted(reason, String.join(", ", all), ROWS));
    return number("SELECT count(*) FROM " + BROKEN);
  }

  /// Of those that [#sift] found, the first of a piece.
  List<Broken> broken(int piece) throws SQLException {
    String members =
        query.columns().keySet().stream()
            .map(name -> Database.literal(name) + ": r." + Database.quoted(name))
            .collect(Collectors.joining(", "));
    List<Broken> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT b.fl_reason, to_json({%s})::VARCHAR
                FROM %s AS b JOIN %s AS r ON r.fl_row = b.fl_row
                WHERE b.fl_piece = %d ORDER BY b.fl_row LIMIT %d
                """
                    .formatted(members, BROKEN, ROWS, piece, Limits.REJECTED_ROWS))) {
      while (rows.next()) {
        found.add(new Broken(rows.getString(1), rows.getString(2)));
      }
    }
    return found;
  }

  /// Forgets those that [#sift] found.
  void forget() throws SQLException {
    Database.execute(
        connection,
        "DELETE FROM %s WHERE fl_row IN (SELECT fl_row FROM %s)".formatted(ROWS, BROKEN));
    Database.execute(connection, "DROP TABLE " + BROKEN);
  }

  /// Brings the others into the table.
  Counts write() throws SQLException {
    PipelineErrors errors = query.load().errors();
    if (!keys.any()) {
      return new Counts(insert("INSERT", "true", ""), 0);
    }
    if (!query.updates().isEmpty()) {
      return update();
    }
    if (!errors.replaces() && !errors.skipsDuplicates()) {
      return new Counts(insert("INSERT", "true", ""), 0);
    }
    String known = keys.keys().isEmpty() ? "true" : anyOf(keys.keys());
    if (errors.replaces()) {
      lastOfEachKey();
    }
    String how = errors.replaces() ? "INSERT OR REPLACE" : "INSERT OR IGNORE";
    return new Counts(insert(how, known, "") + insert("INSERT", "NOT (" + known + ")", ""), 0);
  }

  /// Rows without any key: DuckDB takes them for rows of one key, and drops all but one.
  private String anyOf(List<List<String>> all) {
    List<String> known =
        all.stream().filter(this::isGiven).map(key -> "(" + known(key) + ")").toList();
    return known.size() < all.size() ? "true" : String.join(" OR ", known);
  }

  private void lastOfEachKey() throws SQLException {
    Optional<List<String>> key = keys.finding().filter(this::isGiven);
    if (key.isPresent()) {
      Database.execute(
          connection,
          """
          DELETE FROM %1$s WHERE fl_row IN (SELECT fl_row FROM (
            SELECT fl_row, row_number() OVER (PARTITION BY %2$s ORDER BY fl_row DESC) AS place
            FROM %1$s WHERE %3$s) WHERE place > 1)
          """
              .formatted(ROWS, list(key.get()), known(key.get())));
    }
  }

  private boolean isGiven(List<String> key) {
    return query.columns().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet())
        .containsAll(key.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
  }

  private static String list(List<String> key) {
    return key.stream().map(Database::quoted).collect(Collectors.joining(", "));
  }

  /// NULL is no key.
  private static String known(List<String> key) {
    return key.stream()
        .map(name -> Database.quoted(name) + " IS NOT NULL")
        .collect(Collectors.joining(" AND "));
  }

  private Counts update() throws SQLException {
    List<String> key = keys.finding().filter(this::isGiven).orElse(List.of());
    String conflict =
        " ON CONFLICT (%s) DO UPDATE SET %s"
            .formatted(
                list(keys.finding().orElseThrow()),
                query.updates().entrySet().stream()
                    .map(set -> Database.quoted(set.getKey()) + " = " + set.getValue())
                    .collect(Collectors.joining(", ")));
    long all = number("SELECT count(*) FROM " + ROWS);
    if (key.isEmpty()) {
      return new Counts(insert("INSERT", "true", conflict), 0);
    }
    Database.execute(
        connection,
        """
        CREATE OR REPLACE TEMP TABLE fl_staged AS
        SELECT *, CASE WHEN %1$s THEN row_number() OVER (PARTITION BY %2$s ORDER BY fl_row) END
            AS fl_place,
          count(*) OVER (PARTITION BY %2$s) AS fl_last
        FROM %3$s
        """
            .formatted(known(key), list(key), ROWS));
    long added = added(key) + insert("INSERT", "fl_place IS NULL", "");
    long rounds = number("SELECT coalesce(max(fl_place), 0) FROM " + ROWS);
    if (isOfNewRowsAlone() && rounds > 2) {
      long _ = insert("INSERT", "fl_place = 1", conflict);
      long _ = insert("INSERT", "fl_place = fl_last AND fl_place > 1", conflict);
      return new Counts(added, all - added);
    }
    mustBeFew(rounds);
    for (long place = 1; place <= rounds; place++) {
      long _ = insert("INSERT", "fl_place = " + place, conflict);
    }
    return new Counts(added, all - added);
  }

  private static void mustBeFew(long rounds) {
    if (rounds > Limits.KEY_REPEATS) {
      throw Problem.of(
              ProblemKind.TOO_LARGE,
              "more than %d rows of one batch have the same key".formatted(Limits.KEY_REPEATS))
          .withHint(
              "MAX_OFFSETS_PER_BATCH_PARTITION makes batches smaller. There is no such bound when"
                  + " ON DUPLICATE KEY UPDATE uses values of the new row alone.")
          .refusal();
    }
  }

  private long insert(String how, String which, String conflict) throws SQLException {
    String rows =
        "SELECT %s FROM %s WHERE %s ORDER BY fl_row".formatted(query.names(), ROWS, which);
    return changed(query.insert(how, rows + conflict));
  }

  /// Rows whose key is not there yet.
  private long added(List<String> key) throws SQLException {
    String same =
        key.stream()
            .map(
                name ->
                    "present.%1$s = staged.%1$s".formatted(Database.quoted(name)))
            .collect(Collectors.joining(" AND "));
    return number(
        """
        SELECT count(*) FROM %s AS staged WHERE fl_place = 1
          AND NOT EXISTS (SELECT 1 FROM %s AS present WHERE %s)
        """
            .formatted(ROWS, ExternalViews.qualified(query.load().table()), same));
  }

  /// Then the rows of a key between the first and the last leave no trace.
  private boolean isOfNewRowsAlone() {
    for (String expression : query.updates().values()) {
      List<Token> tokens = Tokens.of(expression);
      for (int i = 0; i < tokens.size(); i++) {
        boolean ofNew =
            i > 1 && tokens.get(i - 1).isSymbol(".") && tokens.get(i - 2).isWord("excluded");
        if (!ofNew && isColumn(tokens.get(i))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isColumn(Token token) {
    return token.isName()
        && query.table().stream()
            .anyMatch(column -> column.name().equalsIgnoreCase(token.value()));
  }

  private long changed(String insert) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(insert)) {
      prepared.execute();
      return Math.max(0, prepared.getLargeUpdateCount());
    }
  }

  private long number(String select) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(select)) {
      row.next();
      return row.getLong(1);
    }
  }
}

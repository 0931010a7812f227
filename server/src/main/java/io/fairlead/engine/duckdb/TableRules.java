package io.fairlead.engine.duckdb;

import io.fairlead.model.Name;
import io.fairlead.model.TableColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a table demands of its rows, keys aside: NOT NULL, CHECK, foreign keys. For rows that get values
/// in some of its columns; the others get their defaults.
///
/// @param connection of the table
/// @param columns of the table, all of them
/// @param given those that get values
record TableRules(
    Connection connection, Name name, List<TableColumn> columns, Set<String> given) {
  private static final String RULES =
      """
      SELECT constraint_type, constraint_column_names, expression, referenced_table,
        referenced_column_names
      FROM duckdb_constraints()
      WHERE database_name = 'fairlead' AND lower(schema_name) = lower($1)
        AND lower(table_name) = lower($2)
        AND constraint_type IN ('NOT NULL', 'CHECK', 'FOREIGN KEY')
      ORDER BY constraint_index
      """;

  /// The columns that get none, with what they get instead, as parts of a SELECT.
  List<String> defaults() {
    List<String> defaults = new ArrayList<>();
    for (TableColumn column : columns) {
      if (!isGiven(column.name())) {
        String value = column.initial().filter(text -> !changes(text)).orElse("NULL");
        defaults.add(
            "CAST((%s) AS %s) AS %s"
                .formatted(value, column.type(), Database.quoted(column.name())));
      }
    }
    return defaults;
  }

  /// Whether a default is another one each time: it is not tried then.
  private static boolean changes(String initial) {
    return initial.toLowerCase(Locale.ROOT).contains("nextval");
  }

  private boolean isGiven(String column) {
    return given.contains(column.toLowerCase(Locale.ROOT));
  }

  private Set<String> untried() {
    Set<String> untried = new TreeSet<>();
    for (TableColumn column : columns) {
      if (!isGiven(column.name()) && column.initial().filter(TableRules::changes).isPresent()) {
        untried.add(column.name());
      }
    }
    return untried;
  }

  /// Conditions that a row breaks the rules by, with what is to be said then.
  ///
  /// @param row the name of the row
  Map<String, String> broken(String row) throws SQLException {
    Map<String, String> broken = new LinkedHashMap<>();
    Set<String> untried = untried();
    try (PreparedStatement select = connection.prepareStatement(RULES)) {
      select.setString(1, name.schema());
      select.setString(2, name.object());
      try (ResultSet rules = select.executeQuery()) {
        while (rules.next()) {
          List<String> over = names(rules, 2);
          if (over.stream().noneMatch(untried::contains)) {
            rule(rules, over, row, broken);
          }
        }
      }
    }
    return broken;
  }

  private void rule(
      ResultSet rules, List<String> over, String row, Map<String, String> broken)
      throws SQLException {
    switch (rules.getString(1)) {
      case "NOT NULL" ->
          broken.put(
              row + "." + Database.quoted(over.getFirst()) + " IS NULL",
              "column \"" + over.getFirst() + "\" must not be NULL");
      case "CHECK" ->
          broken.put(
              "NOT (" + rules.getString(3) + ")",
              "the row breaks a CHECK of " + String.join(", ", over));
      default ->
          broken.put(
              orphaned(over, rules.getString(4), names(rules, 5), row),
              "the row has no row of table \"" + rules.getString(4) + "\" that it belongs to");
    }
  }

  private String orphaned(
      List<String> over, String table, List<String> referenced, String row) {
    List<String> conditions = new ArrayList<>();
    List<String> same = new ArrayList<>();
    for (int i = 0; i < over.size(); i++) {
      String mine = row + "." + Database.quoted(over.get(i));
      conditions.add(mine + " IS NOT NULL");
      same.add("other." + Database.quoted(referenced.get(i)) + " = " + mine);
    }
    conditions.add(
        "NOT EXISTS (SELECT 1 FROM %s AS other WHERE %s)"
            .formatted(
                ExternalViews.qualified(new Name(name.schema(), table)),
                String.join(" AND ", same)));
    return String.join(" AND ", conditions);
  }

  private static List<String> names(ResultSet rules, int column) throws SQLException {
    List<String> names = new ArrayList<>();
    for (Object name : (Object[]) rules.getArray(column).getArray()) {
      names.add(name.toString());
    }
    return names;
  }
}

package io.fairlead.catalog.store;

import io.fairlead.base.Limits;
import io.fairlead.catalog.Resolution;
import io.fairlead.catalog.Store;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue.SecretUse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What applications were told: a row for each minute, role, connection and set of versions. The same
/// that is told again in that minute, also by another server, adds to its row.
final class ResolutionRows {
  private static final String KEY = "minute, resolved_by, connection_id, schema_name, object_name, secrets";

  private static final String SELECT =
      "SELECT place, " + KEY + ", times, missed FROM resolution WHERE place > ? ORDER BY place LIMIT ?";

  private static final String INSERT =
      "INSERT INTO resolution (place, "
          + KEY
          + ", times, missed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ("
          + KEY
          + ") DO UPDATE SET times = resolution.times + excluded.times,"
          + " missed = resolution.missed + excluded.missed";

  private static final String FORGET =
      "DELETE FROM resolution WHERE place <="
          + " (SELECT place FROM resolution ORDER BY place DESC LIMIT 1 OFFSET "
          + Limits.RESOLUTIONS_KEPT
          + ")";

  private ResolutionRows() {}

  static List<String> definitions(String key) {
    return List.of(
        "CREATE TABLE resolution (place "
            + key
            + " PRIMARY KEY, minute TEXT NOT NULL, resolved_by TEXT NOT NULL,"
            + " connection_id BIGINT NOT NULL, schema_name TEXT NOT NULL, object_name TEXT NOT NULL,"
            + " secrets TEXT NOT NULL, times BIGINT NOT NULL, missed BIGINT NOT NULL)",
        "CREATE UNIQUE INDEX resolution_of_minute ON resolution (" + KEY + ")");
  }

  static List<Store.KeptResolution> read(Connection connection, long after, int most)
      throws SQLException {
    List<Store.KeptResolution> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setLong(1, after);
      select.setInt(2, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Store.KeptResolution(
                  rows.getLong(1),
                  new Resolution(
                      Instant.parse(rows.getString(2)),
                      rows.getString(3),
                      new ObjectId(rows.getLong(4)),
                      new Name(rows.getString(5), rows.getString(6)),
                      uses(rows.getString(7)),
                      rows.getLong(8),
                      rows.getLong(9))));
        }
      }
    }
    return found;
  }

  /// @param last the highest place that a row of the audit's own has
  static void keep(Connection connection, long last, List<Resolution> resolutions)
      throws SQLException {
    long place = last;
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (Resolution resolution : resolutions) {
        place++;
        insert.setLong(1, place);
        insert.setString(2, resolution.minute().toString());
        insert.setString(3, HistoryRow.storable(resolution.role()));
        insert.setLong(4, resolution.connection().number());
        insert.setString(5, HistoryRow.storable(resolution.name().schema()));
        insert.setString(6, HistoryRow.storable(resolution.name().object()));
        insert.setString(7, text(resolution.secrets()));
        insert.setLong(8, resolution.times());
        insert.setLong(9, resolution.missed());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
      forget.executeUpdate();
    }
  }

  /// `u7@3 u8@1`.
  private static String text(List<SecretUse> secrets) {
    return secrets.stream()
        .map(use -> use.secret() + "@" + use.version().orElseThrow())
        .collect(Collectors.joining(" "));
  }

  private static List<SecretUse> uses(String text) {
    List<SecretUse> uses = new ArrayList<>();
    for (String use : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int at = use.indexOf('@');
      uses.add(
          new SecretUse(
              ObjectId.parse(use.substring(0, at)),
              Optional.of(Integer.parseInt(use.substring(at + 1)))));
    }
    return List.copyOf(uses);
  }
}

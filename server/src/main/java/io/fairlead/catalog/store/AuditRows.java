package io.fairlead.catalog.store;

import io.fairlead.base.Limits;
import io.fairlead.catalog.RefusedAttempt;
import io.fairlead.catalog.Store;
import io.fairlead.model.Touch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the audit reads, a page at a time: the history with the state in front of each change, and
/// the refused statements.
final class AuditRows {
  private static final String EVENTS =
      "SELECT "
          + HistoryRow.COLUMNS
          + ", (SELECT b.state FROM history b WHERE b.place = history.previous_place)"
          + " FROM history WHERE place > ? AND place < ? ORDER BY place LIMIT ?";

  private static final int BEFORE = HistoryRow.HASH + 1;

  private static final String COLUMNS =
      "place, refused_at, refused_by, action, kind, object_name, sql_state, missed";

  private static final String REFUSED =
      "SELECT " + COLUMNS + " FROM refused WHERE place > ? ORDER BY place LIMIT ?";

  private static final String INSERT =
      "INSERT INTO refused (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String FORGET =
      "DELETE FROM refused WHERE place <="
          + " (SELECT place FROM refused ORDER BY place DESC LIMIT 1 OFFSET "
          + Limits.REFUSALS_KEPT
          + ")";

  private static final String LAST =
      "SELECT coalesce(max(place), 0) FROM (SELECT max(place) AS place FROM refused"
          + " UNION ALL SELECT max(place) FROM resolution) AS last";

  private AuditRows() {}

  static List<Store.Event> events(Connection connection, long after, long upTo, int most)
      throws SQLException {
    List<Store.Event> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(EVENTS)) {
      select.setLong(1, after);
      select.setLong(2, HistoryRow.place(upTo + 1));
      select.setInt(3, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String before = rows.getString(BEFORE);
          found.add(
              new Store.Event(
                  rows.getLong(1),
                  HistoryRow.read(rows).entry(),
                  before == null ? null : ObjectCodec.read(before)));
        }
      }
    }
    return found;
  }

  static List<Store.KeptRefusal> refused(Connection connection, long after, int most)
      throws SQLException {
    List<Store.KeptRefusal> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(REFUSED)) {
      select.setLong(1, after);
      select.setInt(2, most);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(
              new Store.KeptRefusal(
                  rows.getLong(1),
                  new RefusedAttempt(
                      new Touch(Instant.parse(rows.getString(2)), rows.getString(3)),
                      rows.getString(4),
                      rows.getString(5),
                      rows.getString(6),
                      rows.getString(7),
                      rows.getLong(8))));
        }
      }
    }
    return found;
  }

  /// @param last the highest place that a row of the audit's own has
  static void keep(Connection connection, long last, List<RefusedAttempt> attempts)
      throws SQLException {
    long place = last;
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (RefusedAttempt attempt : attempts) {
        place++;
        insert.setLong(1, place);
        insert.setString(2, attempt.touch().at().toString());
        insert.setString(3, HistoryRow.storable(attempt.touch().by()));
        insert.setString(4, HistoryRow.storable(attempt.action()));
        insert.setString(5, attempt.objectType());
        insert.setString(6, HistoryRow.storable(attempt.name()));
        insert.setString(7, attempt.sqlState());
        insert.setLong(8, attempt.missed());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
      forget.executeUpdate();
    }
  }

  /// The place behind which the next row goes: behind every change so far, so that the places of both
  /// rise with time, and behind every row of the audit's own, so that none is used twice.
  ///
  /// @param sequence the last commit
  static long last(Connection connection, long sequence) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LAST);
        ResultSet row = select.executeQuery()) {
      long own = row.next() ? row.getLong(1) : 0;
      return Math.max(own, HistoryRow.place(sequence) + HistoryRow.MOST_CHANGES / 2);
    }
  }
}

package io.fairlead.connector.mysql;

import io.fairlead.connector.Attempt;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What change data capture needs of the server: a binary log of whole rows with global transaction
/// ids. Nothing that exists here replicates yet, and many who use a connection never will, so what
/// is missing is a note and no failure.
final class BinaryLog {
  /// SHOW VARIABLES leaves out what a server does not know, where a SELECT would fail.
  private static final String SETTINGS =
      """
      SHOW GLOBAL VARIABLES WHERE Variable_name IN
        ('log_bin', 'binlog_format', 'binlog_row_image', 'gtid_mode', 'enforce_gtid_consistency')\
      """;

  /// The words that these settings can have. Others are the server's text, which is not passed on.
  private static final Set<String> KNOWN =
      Set.of(
          "ON",
          "OFF",
          "ON_PERMISSIVE",
          "OFF_PERMISSIVE",
          "WARN",
          "ROW",
          "STATEMENT",
          "MIXED",
          "FULL",
          "MINIMAL",
          "NOBLOB",
          "FULL_NODUP");

  private BinaryLog() {}

  static boolean check(Connection connection, Attempt attempt) {
    Map<String, String> settings = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SETTINGS)) {
      while (rows.next()) {
        settings.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
      }
      attempt.note(note(settings, isMariaDb(connection.getMetaData())));
      return true;
    } catch (SQLException | RuntimeException unknown) {
      attempt.note("the server does not tell whether it can replicate");
      return false;
    }
  }

  static boolean isMariaDb(DatabaseMetaData server) throws SQLException {
    return server.getDatabaseProductName().equals("MariaDB");
  }

  private static String note(Map<String, String> settings, boolean mariaDb) {
    List<String> missing = new ArrayList<>();
    need(settings, "log_bin", "ON", missing);
    need(settings, "binlog_format", "ROW", missing);
    need(settings, "binlog_row_image", "FULL", missing);
    // MariaDB always has them.
    if (!mariaDb) {
      need(settings, "gtid_mode", "ON", missing);
      need(settings, "enforce_gtid_consistency", "ON", missing);
    }
    return missing.isEmpty() ? "ready for change data capture" : String.join("; ", missing);
  }

  private static void need(
      Map<String, String> settings, String name, String wanted, List<String> missing) {
    String value = settings.getOrDefault(name, "unknown").toUpperCase(Locale.ROOT);
    if (!value.equals(wanted)) {
      String shown = KNOWN.contains(value) ? value : "unknown";
      missing.add(name + " is " + shown + "; change data capture needs " + wanted);
    }
  }
}

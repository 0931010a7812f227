package io.fairlead.sql.singlestore;

/// The queries that SHOW statements stand for.
final class ShownTables {
  static final String DATABASES =
      "SELECT schema_name AS \"Database\" FROM mysql_information_schema.schemata";

  static final String VARIABLES =
      "SELECT name AS \"Variable_name\", setting AS \"Value\" FROM pg_catalog.pg_settings"
          + " WHERE name NOT LIKE '@%' AND category = 'Session'";

  static final String COLLATIONS =
      "SELECT * FROM (VALUES"
          + " ('utf8mb4_general_ci', 'utf8mb4', 45, 'Yes', 'Yes', 1, 'PAD SPACE'),"
          + " ('utf8mb4_bin', 'utf8mb4', 46, '', 'Yes', 1, 'PAD SPACE'),"
          + " ('binary', 'binary', 63, 'Yes', 'Yes', 1, 'NO PAD'))"
          + " AS c(\"Collation\", \"Charset\", \"Id\", \"Default\", \"Compiled\", \"Sortlen\","
          + " \"Pad_attribute\")";

  static final String CHARACTER_SETS =
      "SELECT * FROM (VALUES"
          + " ('utf8mb4', 'UTF-8 Unicode', 'utf8mb4_general_ci', 4),"
          + " ('binary', 'Binary pseudo charset', 'binary', 1))"
          + " AS c(\"Charset\", \"Description\", \"Default collation\", \"Maxlen\")";

  static final String ENGINES =
      "SELECT * FROM (VALUES ('fairlead', 'DEFAULT', 'The query engine of this server', 'YES', 'NO',"
          + " 'NO')) AS e(\"Engine\", \"Support\", \"Comment\", \"Transactions\", \"XA\","
          + " \"Savepoints\")";

  private ShownTables() {}

  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}

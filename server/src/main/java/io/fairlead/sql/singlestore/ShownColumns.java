package io.fairlead.sql.singlestore;

/// The queries behind DESCRIBE, SHOW COLUMNS and SHOW INDEX.
final class ShownColumns {
  private ShownColumns() {}

  /// @param filter ` AND …`, or nothing
  static String brief(String schema, String table, String filter) {
    return "SELECT \"column_name\" AS \"Field\", \"column_type\" AS \"Type\", \"is_nullable\" AS \"Null\","
        + " \"column_key\" AS \"Key\", \"column_default\" AS \"Default\", \"extra\" AS \"Extra\""
        + of("columns", schema, table)
        + filter
        + " ORDER BY ordinal_position";
  }

  static String full(String schema, String table) {
    return "SELECT \"column_name\" AS \"Field\", \"column_type\" AS \"Type\","
        + " \"collation_name\" AS \"Collation\", \"is_nullable\" AS \"Null\", \"column_key\" AS \"Key\","
        + " \"column_default\" AS \"Default\", \"extra\" AS \"Extra\", \"privileges\" AS \"Privileges\","
        + " \"column_comment\" AS \"Comment\""
        + of("columns", schema, table)
        + " ORDER BY ordinal_position";
  }

  static String keys(String schema, String table) {
    return "SELECT \"table_name\" AS \"Table\", \"non_unique\" AS \"Non_unique\","
        + " \"index_name\" AS \"Key_name\", \"seq_in_index\" AS \"Seq_in_index\","
        + " \"column_name\" AS \"Column_name\", \"collation\" AS \"Collation\","
        + " \"cardinality\" AS \"Cardinality\", \"sub_part\" AS \"Sub_part\", \"packed\" AS \"Packed\","
        + " \"nullable\" AS \"Null\", \"index_type\" AS \"Index_type\", \"comment\" AS \"Comment\","
        + " \"index_comment\" AS \"Index_comment\""
        + of("statistics", schema, table)
        + " ORDER BY index_name, seq_in_index";
  }

  private static String of(String view, String schema, String table) {
    return " FROM mysql_information_schema."
        + view
        + " WHERE table_schema = "
        + ShownTables.text(schema)
        + " AND table_name = "
        + ShownTables.text(table);
  }
}

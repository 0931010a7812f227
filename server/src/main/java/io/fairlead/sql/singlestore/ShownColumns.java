package io.fairlead.sql.singlestore;

/// The queries behind DESCRIBE, SHOW COLUMNS and SHOW INDEX, with MySQL's names of the types.
final class ShownColumns {
  private static final String TYPE =
      """
      CASE data_type
        WHEN 'integer' THEN 'int' WHEN 'boolean' THEN 'tinyint(1)' WHEN 'double precision' THEN 'double'
        WHEN 'real' THEN 'float' WHEN 'character varying' THEN 'text' WHEN 'bytea' THEN 'blob'
        WHEN 'oid' THEN 'int unsigned' WHEN 'timestamp without time zone' THEN 'datetime(6)'
        WHEN 'timestamp with time zone' THEN 'timestamp(6)'
        WHEN 'time without time zone' THEN 'time(6)' WHEN 'uuid' THEN 'char(36)'
        WHEN 'numeric' THEN
          'decimal(' || coalesce(numeric_precision, 65) || ',' || coalesce(numeric_scale, 0) || ')'
        WHEN 'ARRAY' THEN 'text' WHEN 'interval' THEN 'varchar(64)'
        ELSE data_type END\
      """;

  private static final String KEY =
      """
      coalesce((SELECT max(CASE k.constraint_type WHEN 'PRIMARY KEY' THEN 'PRI' ELSE 'UNI' END)
        FROM information_schema.table_constraints k
        JOIN information_schema.key_column_usage u ON u.constraint_name = k.constraint_name
          AND u.table_schema = k.table_schema AND u.table_name = k.table_name
        WHERE k.table_schema = c.table_schema AND k.table_name = c.table_name
          AND u.column_name = c.column_name
          AND k.constraint_type IN ('PRIMARY KEY', 'UNIQUE')), '')\
      """;

  private ShownColumns() {}

  /// @param filter ` AND …`, or nothing
  static String brief(String schema, String table, String filter) {
    return "SELECT column_name AS \"Field\", "
        + TYPE
        + " AS \"Type\", is_nullable AS \"Null\", "
        + KEY
        + " AS \"Key\", column_default AS \"Default\", '' AS \"Extra\""
        + of(schema, table, filter);
  }

  static String full(String schema, String table) {
    return "SELECT column_name AS \"Field\", "
        + TYPE
        + " AS \"Type\", CASE WHEN data_type IN ('text', 'character varying') THEN"
        + " 'utf8mb4_general_ci' END AS \"Collation\", is_nullable AS \"Null\", "
        + KEY
        + " AS \"Key\", column_default AS \"Default\", '' AS \"Extra\","
        + " 'select,insert,update,references' AS \"Privileges\", '' AS \"Comment\""
        + of(schema, table, "");
  }

  private static String of(String schema, String table, String filter) {
    return " FROM information_schema.columns c WHERE table_schema = "
        + ShownTables.text(schema)
        + " AND table_name = "
        + ShownTables.text(table)
        + filter
        + " ORDER BY ordinal_position";
  }

  static String keys(String schema, String table) {
    return "SELECT u.table_name AS \"Table\", 0 AS \"Non_unique\","
        + " CASE k.constraint_type WHEN 'PRIMARY KEY' THEN 'PRIMARY' ELSE u.constraint_name END"
        + " AS \"Key_name\", u.ordinal_position AS \"Seq_in_index\","
        + " u.column_name AS \"Column_name\", 'A' AS \"Collation\","
        + " NULL::BIGINT AS \"Cardinality\", NULL::INTEGER AS \"Sub_part\","
        + " NULL::VARCHAR AS \"Packed\", '' AS \"Null\", 'ART' AS \"Index_type\","
        + " '' AS \"Comment\", '' AS \"Index_comment\""
        + " FROM information_schema.key_column_usage u"
        + " JOIN information_schema.table_constraints k ON k.constraint_name = u.constraint_name"
        + " AND k.table_schema = u.table_schema AND k.table_name = u.table_name"
        + " WHERE k.constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND u.table_schema = "
        + ShownTables.text(schema)
        + " AND u.table_name = "
        + ShownTables.text(table)
        + " ORDER BY 3, 4";
  }
}

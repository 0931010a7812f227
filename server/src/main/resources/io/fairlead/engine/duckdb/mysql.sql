-- Functions that clients of the MySQL protocol call and that neither DuckDB nor PostgreSQL has.

CREATE MACRO fl.fl_pg.locate(part, whole) AS strpos(whole, part),
  (part, whole, start) AS
  CASE WHEN strpos(substr(whole, start), part) = 0 THEN 0
       ELSE strpos(substr(whole, start), part) + start - 1 END;
CREATE MACRO fl.fl_pg.find_in_set(part, parts) AS
  coalesce(list_position(string_split(parts, ','), part), 0);
CREATE MACRO fl.fl_pg.curdate() AS current_date;
CREATE MACRO fl.fl_pg.utc_timestamp() AS (now() AT TIME ZONE 'UTC');
CREATE MACRO fl.fl_pg.unix_timestamp() AS epoch(now())::BIGINT,
  (moment) AS epoch(moment::TIMESTAMP)::BIGINT;
CREATE MACRO fl.fl_pg.from_unixtime(seconds) AS make_timestamp((seconds * 1000000)::BIGINT);
CREATE MACRO fl.fl_pg.substring_index(whole, part, n) AS
  CASE WHEN n >= 0 THEN array_to_string(list_slice(string_split(whole, part), 1, n), part)
       ELSE array_to_string(list_slice(string_split(whole, part), n, -1), part) END;

-- The information schema in MySQL's shape and with MySQL's names of the types.

CREATE MACRO fl.fl_pg.fl_mysql_type(t) AS
  CASE t
    WHEN 'integer' THEN 'int' WHEN 'boolean' THEN 'tinyint' WHEN 'double precision' THEN 'double'
    WHEN 'real' THEN 'float' WHEN 'character varying' THEN 'text' WHEN 'bytea' THEN 'blob'
    WHEN 'oid' THEN 'int' WHEN 'timestamp without time zone' THEN 'datetime'
    WHEN 'timestamp with time zone' THEN 'timestamp' WHEN 'time without time zone' THEN 'time'
    WHEN 'numeric' THEN 'decimal' WHEN 'uuid' THEN 'char' WHEN 'ARRAY' THEN 'text'
    WHEN 'interval' THEN 'varchar' ELSE t END;

CREATE VIEW fl.fl_mysql.schemata AS
SELECT 'def' AS "CATALOG_NAME", schema_name AS "SCHEMA_NAME",
       'utf8mb4' AS "DEFAULT_CHARACTER_SET_NAME", 'utf8mb4_general_ci' AS "DEFAULT_COLLATION_NAME",
       NULL::VARCHAR AS "SQL_PATH"
FROM fl.fl_information.schemata WHERE NOT starts_with(schema_name, 'pg_');

CREATE VIEW fl.fl_mysql.tables AS
SELECT 'def' AS "TABLE_CATALOG", table_schema AS "TABLE_SCHEMA", table_name AS "TABLE_NAME",
       table_type AS "TABLE_TYPE", 'fairlead' AS "ENGINE", 10 AS "VERSION",
       NULL::VARCHAR AS "ROW_FORMAT", NULL::BIGINT AS "TABLE_ROWS", NULL::BIGINT AS "DATA_LENGTH",
       NULL::BIGINT AS "AUTO_INCREMENT", NULL::TIMESTAMP AS "CREATE_TIME",
       NULL::TIMESTAMP AS "UPDATE_TIME", 'utf8mb4_general_ci' AS "TABLE_COLLATION",
       '' AS "CREATE_OPTIONS", CASE table_type WHEN 'VIEW' THEN 'VIEW' ELSE '' END AS "TABLE_COMMENT"
FROM fl.fl_information.tables;

CREATE VIEW fl.fl_mysql.views AS
SELECT 'def' AS "TABLE_CATALOG", table_schema AS "TABLE_SCHEMA", table_name AS "TABLE_NAME",
       view_definition AS "VIEW_DEFINITION", check_option AS "CHECK_OPTION",
       is_updatable AS "IS_UPDATABLE"
FROM fl.fl_information.views;

CREATE VIEW fl.fl_mysql.table_constraints AS
SELECT 'def' AS "CONSTRAINT_CATALOG", constraint_schema AS "CONSTRAINT_SCHEMA",
       CASE constraint_type WHEN 'PRIMARY KEY' THEN 'PRIMARY' ELSE constraint_name END
         AS "CONSTRAINT_NAME",
       table_schema AS "TABLE_SCHEMA", table_name AS "TABLE_NAME",
       constraint_type AS "CONSTRAINT_TYPE", 'YES' AS "ENFORCED"
FROM fl.fl_information.table_constraints;

CREATE VIEW fl.fl_mysql.key_column_usage AS
SELECT 'def' AS "CONSTRAINT_CATALOG", u.constraint_schema AS "CONSTRAINT_SCHEMA",
       CASE k.constraint_type WHEN 'PRIMARY KEY' THEN 'PRIMARY' ELSE u.constraint_name END
         AS "CONSTRAINT_NAME",
       'def' AS "TABLE_CATALOG", u.table_schema AS "TABLE_SCHEMA", u.table_name AS "TABLE_NAME",
       u.column_name AS "COLUMN_NAME", u.ordinal_position AS "ORDINAL_POSITION",
       u.position_in_unique_constraint AS "POSITION_IN_UNIQUE_CONSTRAINT",
       NULL::VARCHAR AS "REFERENCED_TABLE_SCHEMA", NULL::VARCHAR AS "REFERENCED_TABLE_NAME",
       NULL::VARCHAR AS "REFERENCED_COLUMN_NAME"
FROM fl.fl_information.key_column_usage u
JOIN fl.fl_information.table_constraints k ON k.constraint_name = u.constraint_name
  AND k.table_schema = u.table_schema AND k.table_name = u.table_name;

CREATE VIEW fl.fl_mysql.statistics AS
SELECT 'def' AS "TABLE_CATALOG", u.table_schema AS "TABLE_SCHEMA", u.table_name AS "TABLE_NAME",
       0 AS "NON_UNIQUE", u.table_schema AS "INDEX_SCHEMA",
       CASE k.constraint_type WHEN 'PRIMARY KEY' THEN 'PRIMARY' ELSE u.constraint_name END
         AS "INDEX_NAME",
       u.ordinal_position AS "SEQ_IN_INDEX", u.column_name AS "COLUMN_NAME", 'A' AS "COLLATION",
       NULL::BIGINT AS "CARDINALITY", NULL::BIGINT AS "SUB_PART", NULL::VARCHAR AS "PACKED",
       '' AS "NULLABLE", 'ART' AS "INDEX_TYPE", '' AS "COMMENT", '' AS "INDEX_COMMENT"
FROM fl.fl_information.key_column_usage u
JOIN fl.fl_information.table_constraints k ON k.constraint_name = u.constraint_name
  AND k.table_schema = u.table_schema AND k.table_name = u.table_name
WHERE k.constraint_type IN ('PRIMARY KEY', 'UNIQUE');

CREATE VIEW fl.fl_mysql.columns AS
SELECT 'def' AS "TABLE_CATALOG", c.table_schema AS "TABLE_SCHEMA", c.table_name AS "TABLE_NAME",
       c.column_name AS "COLUMN_NAME", c.ordinal_position AS "ORDINAL_POSITION",
       c.column_default AS "COLUMN_DEFAULT", c.is_nullable AS "IS_NULLABLE",
       fl.fl_pg.fl_mysql_type(c.data_type) AS "DATA_TYPE",
       CASE fl.fl_pg.fl_mysql_type(c.data_type) WHEN 'text' THEN 65535::BIGINT WHEN 'char' THEN 36
         WHEN 'varchar' THEN 64 WHEN 'blob' THEN 2147483647 END AS "CHARACTER_MAXIMUM_LENGTH",
       CASE fl.fl_pg.fl_mysql_type(c.data_type) WHEN 'text' THEN 262140::BIGINT WHEN 'char' THEN 144
         WHEN 'varchar' THEN 256 WHEN 'blob' THEN 2147483647 END AS "CHARACTER_OCTET_LENGTH",
       CASE fl.fl_pg.fl_mysql_type(c.data_type) WHEN 'tinyint' THEN 3::BIGINT WHEN 'smallint' THEN 5
         WHEN 'int' THEN 10 WHEN 'bigint' THEN 19 WHEN 'float' THEN 12 WHEN 'double' THEN 22
         WHEN 'decimal' THEN coalesce(c.numeric_precision, 65) END AS "NUMERIC_PRECISION",
       CASE fl.fl_pg.fl_mysql_type(c.data_type) WHEN 'decimal' THEN coalesce(c.numeric_scale, 0)
         WHEN 'tinyint' THEN 0 WHEN 'smallint' THEN 0 WHEN 'int' THEN 0 WHEN 'bigint' THEN 0
         END::BIGINT AS "NUMERIC_SCALE",
       CASE WHEN fl.fl_pg.fl_mysql_type(c.data_type) IN ('datetime', 'timestamp', 'time')
            THEN 6::BIGINT END AS "DATETIME_PRECISION",
       CASE WHEN fl.fl_pg.fl_mysql_type(c.data_type) IN ('text', 'char', 'varchar')
            THEN 'utf8mb4' END AS "CHARACTER_SET_NAME",
       CASE WHEN fl.fl_pg.fl_mysql_type(c.data_type) IN ('text', 'char', 'varchar')
            THEN 'utf8mb4_general_ci' END AS "COLLATION_NAME",
       CASE fl.fl_pg.fl_mysql_type(c.data_type)
         WHEN 'tinyint' THEN 'tinyint(1)' WHEN 'datetime' THEN 'datetime(6)'
         WHEN 'timestamp' THEN 'timestamp(6)' WHEN 'time' THEN 'time(6)' WHEN 'char' THEN 'char(36)'
         WHEN 'varchar' THEN 'varchar(64)'
         WHEN 'decimal' THEN 'decimal(' || coalesce(c.numeric_precision, 65) || ','
                             || coalesce(c.numeric_scale, 0) || ')'
         ELSE CASE c.data_type WHEN 'oid' THEN 'int unsigned'
                ELSE fl.fl_pg.fl_mysql_type(c.data_type) END END AS "COLUMN_TYPE",
       coalesce(k.key, '') AS "COLUMN_KEY", '' AS "EXTRA",
       'select,insert,update,references' AS "PRIVILEGES", '' AS "COLUMN_COMMENT",
       '' AS "GENERATION_EXPRESSION", NULL::INTEGER AS "SRS_ID"
FROM fl.fl_information.columns c
LEFT JOIN (
  SELECT "TABLE_SCHEMA" AS s, "TABLE_NAME" AS t, "COLUMN_NAME" AS n,
         min(CASE "INDEX_NAME" WHEN 'PRIMARY' THEN 'PRI' ELSE 'UNI' END) AS key
  FROM fl.fl_mysql.statistics GROUP BY ALL) k
ON k.s = c.table_schema AND k.t = c.table_name AND k.n = c.column_name;

CREATE VIEW fl.fl_mysql.character_sets AS
SELECT * FROM (VALUES ('utf8mb4', 'utf8mb4_general_ci', 'UTF-8 Unicode', 4),
                      ('binary', 'binary', 'Binary pseudo charset', 1))
  AS c("CHARACTER_SET_NAME", "DEFAULT_COLLATE_NAME", "DESCRIPTION", "MAXLEN");

CREATE VIEW fl.fl_mysql.collations AS
SELECT * FROM (VALUES ('utf8mb4_general_ci', 'utf8mb4', 45, 'Yes', 'Yes', 1),
                      ('utf8mb4_bin', 'utf8mb4', 46, '', 'Yes', 1),
                      ('binary', 'binary', 63, 'Yes', 'Yes', 1))
  AS c("COLLATION_NAME", "CHARACTER_SET_NAME", "ID", "IS_DEFAULT", "IS_COMPILED", "SORTLEN");

-- What SingleStore adds to it, in its letters.

CREATE VIEW fl.fl_mysql.links AS
SELECT database_name AS "DATABASE_NAME", link AS "LINK", type AS "TYPE", description AS "DESCRIPTION",
       config AS "CONFIG"
FROM fl.fl_information.links;

CREATE VIEW fl.fl_mysql.pipelines AS SELECT * FROM fl.fl_information.pipelines;
CREATE VIEW fl.fl_mysql.pipelines_files AS SELECT * FROM fl.fl_information.pipelines_files;
CREATE VIEW fl.fl_mysql.pipelines_cursors AS SELECT * FROM fl.fl_information.pipelines_cursors;
CREATE VIEW fl.fl_mysql.pipelines_batches AS SELECT * FROM fl.fl_information.pipelines_batches;
CREATE VIEW fl.fl_mysql.pipelines_batches_metadata AS
SELECT * FROM fl.fl_information.pipelines_batches_metadata;
CREATE VIEW fl.fl_mysql.pipelines_batches_summary AS
SELECT * FROM fl.fl_information.pipelines_batches_summary;
CREATE VIEW fl.fl_mysql.pipelines_errors AS SELECT * FROM fl.fl_information.pipelines_errors;

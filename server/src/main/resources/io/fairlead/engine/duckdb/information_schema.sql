-- The standard's catalog, for tables and views of the engine.

CREATE VIEW fl.fl_information.schemata AS
SELECT 'fairlead' AS catalog_name, nspname AS schema_name,
       fl.fl_pg.pg_get_userbyid(nspowner) AS schema_owner,
       NULL::VARCHAR AS default_character_set_catalog, NULL::VARCHAR AS default_character_set_schema,
       NULL::VARCHAR AS default_character_set_name, NULL::VARCHAR AS sql_path
FROM fl.fl_pg.pg_namespace;

CREATE VIEW fl.fl_information.tables AS
SELECT 'fairlead' AS table_catalog, r.schema AS table_schema, r.name AS table_name,
       CASE r.kind WHEN 'r' THEN 'BASE TABLE' ELSE 'VIEW' END AS table_type,
       NULL::VARCHAR AS self_referencing_column_name, NULL::VARCHAR AS reference_generation,
       NULL::VARCHAR AS user_defined_type_catalog, NULL::VARCHAR AS user_defined_type_schema,
       NULL::VARCHAR AS user_defined_type_name,
       CASE r.kind WHEN 'r' THEN 'YES' ELSE 'NO' END AS is_insertable_into, 'NO' AS is_typed,
       NULL::VARCHAR AS commit_action
FROM fl.fl_pg.fl_relations r JOIN fl.fl_pg.pg_namespace n ON n.nspname = r.schema
WHERE r.kind IN ('r', 'v');

CREATE VIEW fl.fl_information.views AS
SELECT 'fairlead' AS table_catalog, r.schema AS table_schema, r.name AS table_name,
       r.definition AS view_definition, 'NONE' AS check_option, 'NO' AS is_updatable,
       'NO' AS is_insertable_into
FROM fl.fl_pg.fl_relations r WHERE r.kind = 'v';

CREATE VIEW fl.fl_information.columns AS
SELECT 'fairlead' AS table_catalog, n.nspname AS table_schema, c.relname AS table_name,
       a.attname AS column_name, a.attnum::INTEGER AS ordinal_position, d.adbin AS column_default,
       CASE WHEN a.attnotnull THEN 'NO' ELSE 'YES' END AS is_nullable,
       CASE WHEN fl.fl_pg.fl_element_type(a.atttypid) <> 0 THEN 'ARRAY'
            ELSE fl.fl_pg.format_type(a.atttypid, NULL) END AS data_type,
       NULL::INTEGER AS character_maximum_length, NULL::INTEGER AS character_octet_length,
       CASE WHEN a.atttypid = 1700 AND a.atttypmod > 0 THEN (a.atttypmod - 4) >> 16 END
         AS numeric_precision,
       CASE WHEN a.atttypid = 1700 AND a.atttypmod > 0 THEN (a.atttypmod - 4) & 65535 END
         AS numeric_scale,
       'fairlead' AS udt_catalog, 'pg_catalog' AS udt_schema, t.typname AS udt_name,
       'NO' AS is_identity, 'NEVER' AS is_generated,
       CASE c.relkind WHEN 'r' THEN 'YES' ELSE 'NO' END AS is_updatable
FROM fl.fl_pg.pg_attribute a
JOIN fl.fl_pg.pg_class c ON c.oid = a.attrelid
JOIN fl.fl_pg.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN fl.fl_pg.pg_type t ON t.oid = a.atttypid
LEFT JOIN fl.fl_pg.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'v');

CREATE VIEW fl.fl_information.table_constraints AS
SELECT 'fairlead' AS constraint_catalog, n.nspname AS constraint_schema,
       k.conname AS constraint_name, 'fairlead' AS table_catalog, n.nspname AS table_schema,
       c.relname AS table_name,
       CASE k.contype WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' WHEN 'c' THEN 'CHECK'
                      ELSE 'FOREIGN KEY' END AS constraint_type,
       'NO' AS is_deferrable, 'NO' AS initially_deferred, 'YES' AS enforced
FROM fl.fl_pg.pg_constraint k
JOIN fl.fl_pg.pg_class c ON c.oid = k.conrelid
JOIN fl.fl_pg.pg_namespace n ON n.oid = k.connamespace;

CREATE VIEW fl.fl_information.key_column_usage AS
SELECT 'fairlead' AS constraint_catalog, k.schema_name AS constraint_schema,
       k.name AS constraint_name, 'fairlead' AS table_catalog, k.schema_name AS table_schema,
       k.table_name, unnest(k.column_names) AS column_name,
       generate_subscripts(k.column_names, 1)::INTEGER AS ordinal_position,
       NULL::INTEGER AS position_in_unique_constraint
FROM fl.fl_pg.fl_keys k;

-- SingleStore's links: every connection that the caller may use.
CREATE VIEW fl.fl_information.links AS
SELECT schema AS database_name, name AS link, fl_link_type(scope, number) AS type, comment AS description,
       fl_link_config(scope, number) AS config
FROM fl_links();

-- SingleStore's relations of pipelines.

CREATE VIEW fl.fl_information.pipelines AS
SELECT p.schema AS "DATABASE_NAME", p.name AS "PIPELINE_NAME", p.number AS "PIPELINE_ID",
       p.config AS "CONFIG_JSON", p.state AS "STATE",
       (SELECT count(*) FROM fairlead.fl_loads.pipeline_batches b
        WHERE b.pipeline = p.number AND b.state = 'Skipped') AS "SKIPPED_BATCH_PARTITIONS",
       make_timestamptz(p.created) AS "CREATE_TIME", make_timestamptz(p.updated) AS "ALTER_TIME"
FROM fl_pipelines() p;

CREATE VIEW fl.fl_information.pipelines_files AS
SELECT p.schema AS "DATABASE_NAME", p.name AS "PIPELINE_NAME", p.source_type AS "SOURCE_TYPE",
       f.name AS "FILE_NAME", f.bytes AS "FILE_SIZE", f.state AS "FILE_STATE"
FROM fl_pipelines() p JOIN fairlead.fl_loads.pipeline_files f ON f.pipeline = p.number
UNION ALL
SELECT p.schema, p.name, p.source_type, w.name, w.bytes, 'Unloaded'
FROM fl_pipelines() p JOIN fl_pipeline_pending() w ON w.pipeline = p.number
WHERE NOT EXISTS (SELECT 1 FROM fairlead.fl_loads.pipeline_files f
                  WHERE f.pipeline = p.number AND f.name = w.name);

CREATE VIEW fl.fl_information.pipelines_cursors AS
SELECT p.schema AS "DATABASE_NAME", p.name AS "PIPELINE_NAME", p.source_type AS "SOURCE_TYPE",
       c.part::VARCHAR AS "SOURCE_PARTITION_ID", c.earliest AS "EARLIEST_OFFSET",
       c.latest AS "LATEST_OFFSET", c.next_offset AS "CURSOR_OFFSET",
       c.next_offset AS "SUCCESSFUL_CURSOR_OFFSET", c.updated / 1000.0 AS "UPDATED_UNIX_TIMESTAMP",
       c.topic AS "EXTRA_FIELDS"
FROM fl_pipelines() p JOIN fairlead.fl_loads.pipeline_cursors c ON c.pipeline = p.number;

CREATE VIEW fl.fl_information.pipelines_batches_summary AS
SELECT p.schema AS "DATABASE_NAME", p.name AS "PIPELINE_NAME", b.batch AS "BATCH_ID",
       b.state AS "BATCH_STATE", epoch_ms(b.started) AS "START_TIME", b.seconds AS "BATCH_TIME",
       b.row_count AS "ROWS_INSERTED", b.updated AS "ROWS_UPDATED", 0::BIGINT AS "ROWS_DELETED",
       CASE WHEN b.seconds > 0 THEN (b.row_count + b.updated) / b.seconds ELSE 0 END AS "ROWS_PER_SEC",
       b.bytes / 1048576.0 AS "MB_STREAMED", b.parts AS "NUM_PARTITIONS",
       b.skipped AS "ROWS_SKIPPED"
FROM fl_pipelines() p JOIN fairlead.fl_loads.pipeline_batches b ON b.pipeline = p.number;

CREATE VIEW fl.fl_information.pipelines_batches AS
SELECT p.schema AS "DATABASE_NAME", p.name AS "PIPELINE_NAME", b.batch AS "BATCH_ID",
       b.state AS "BATCH_STATE", b.row_count + b.updated AS "BATCH_ROWS_WRITTEN", b.seconds AS "BATCH_TIME",
       b.started / 1000.0 AS "BATCH_START_UNIX_TIMESTAMP"
FROM fl_pipelines() p JOIN fairlead.fl_loads.pipeline_batches b ON b.pipeline = p.number;

CREATE VIEW fl.fl_information.pipelines_batches_metadata AS
SELECT * FROM fl.fl_information.pipelines_batches;

CREATE VIEW fl.fl_information.pipelines_errors AS
SELECT p.schema AS "DATABASE_NAME", p.name AS "PIPELINE_NAME",
       e.happened / 1000.0 AS "ERROR_UNIX_TIMESTAMP", e.error_type AS "ERROR_TYPE", e.code AS "ERROR_CODE",
       e.error_kind AS "ERROR_KIND", e.message AS "ERROR_MESSAGE", e.batch AS "BATCH_ID",
       e.line_number AS "LOAD_DATA_LINE_NUMBER", e.line AS "LOAD_DATA_LINE",
       NULL::VARCHAR AS "HOST", e.part AS "PARTITION"
FROM fl_pipelines() p JOIN fairlead.fl_loads.pipeline_errors e ON e.pipeline = p.number;

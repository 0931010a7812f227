-- Databend's relations, as far as there is something to tell. `system` is a name that DuckDB keeps for
-- itself.

CREATE VIEW fl.fl_system.tables AS
SELECT 'default' AS catalog, schema AS database, name, id AS table_id, columns AS total_columns,
       'FUSE' AS engine, '' AS cluster_by, false AS is_transient,
       make_timestamptz(created) AS created_on, make_timestamptz(updated) AS updated_on,
       NULL::BIGINT AS num_rows, owner, comment, 'BASE TABLE' AS table_type, true AS is_external,
       storage_param, connection AS connection_name, pin::BIGINT AS pinned_version
FROM fl_external_tables()
UNION ALL
SELECT 'default', schema_name, table_name, table_oid::VARCHAR, column_count, 'DUCKDB', '', temporary,
       NULL, NULL, estimated_size, NULL, coalesce(comment, ''), 'BASE TABLE', false, '', NULL, NULL
FROM duckdb_tables()
WHERE database_name = 'fairlead' AND schema_name IN (FROM fl.fl_pg.fl_usable);

CREATE VIEW fl.fl_system.stages AS
SELECT name, 'External' AS stage_type, storage_type, url, endpoint, has_credentials,
       false AS has_encryption_key, storage_params, file_format_options, creator,
       make_timestamptz(created) AS created_on, comment, owner, schema AS database,
       connection AS connection_name
FROM fl_stages();

CREATE VIEW fl.fl_system.connections AS
SELECT name, storage_type, storage_params, schema AS database FROM fl_storage_connections();

CREATE VIEW fl.fl_system.tag_references AS
SELECT tag AS tag_name, value AS tag_value, kind AS object_kind, schema AS database,
       object AS object_name
FROM fl_tag_references();

-- The statements that read external tables now.
CREATE VIEW fl.fl_system.progress AS
SELECT id, role, tables, bytes_read, bytes_total FROM fl_progress();

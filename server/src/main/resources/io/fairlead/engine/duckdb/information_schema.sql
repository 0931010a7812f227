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
LEFT JOIN fl.fl_pg.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum;

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

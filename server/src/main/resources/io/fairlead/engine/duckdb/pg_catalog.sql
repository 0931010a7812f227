-- PostgreSQL's catalog: tables, views and indexes of the engine; roles and schemas of the image.
-- Connections and secrets are no relations, so they are not in pg_class.

CREATE MACRO fl.fl_pg.fl_admin_oid() AS
  coalesce((SELECT oid FROM fl_roles() WHERE name = 'admin'), 10::UINTEGER);

CREATE VIEW fl.fl_pg.pg_namespace AS
SELECT oid, name AS nspname, owner_oid AS nspowner,
       string_split(acl, chr(10)) AS nspacl, NULL::UINTEGER AS xmin
FROM fl_schemas()
UNION ALL
SELECT col0::UINTEGER, col1, fl.fl_pg.fl_admin_oid(), NULL, NULL
FROM (VALUES (11, 'pg_catalog'), (13000, 'information_schema'), (13001, 'mz_catalog'),
             (13002, 'mz_internal'));

CREATE MACRO fl.fl_pg.fl_schema(d, s) AS
  CASE WHEN d = 'fairlead' THEN s
       WHEN d = 'fl' THEN
         CASE s WHEN 'fl_pg' THEN 'pg_catalog' WHEN 'fl_information' THEN 'information_schema'
                ELSE s END
  END;

-- The schemas whose tables are there for the role.
CREATE VIEW fl.fl_pg.fl_usable AS SELECT name FROM fl_schemas() WHERE usable = 1;

-- Primary keys and unique constraints have an index in PostgreSQL; DuckDB does not list one.
CREATE VIEW fl.fl_pg.fl_keys AS
SELECT (1000000000 + (table_oid % 10000000) * 100 + constraint_index)::UINTEGER AS oid,
       table_oid::UINTEGER AS table_oid, schema_name, table_name,
       CASE constraint_type WHEN 'PRIMARY KEY' THEN table_name || '_pkey'
            ELSE constraint_name END AS name,
       constraint_type = 'PRIMARY KEY' AS is_primary, true AS is_unique,
       list_transform(constraint_column_indexes, lambda i: (i + 1)::SMALLINT) AS columns,
       constraint_column_names AS column_names, constraint_text AS text, constraint_type AS kind
FROM duckdb_constraints()
WHERE database_name = 'fairlead' AND constraint_type IN ('PRIMARY KEY', 'UNIQUE')
  AND schema_name IN (FROM fl.fl_pg.fl_usable);

CREATE VIEW fl.fl_pg.fl_indexes AS
SELECT oid, table_oid, schema_name, table_name, name, is_primary, is_unique, columns, column_names,
       true AS is_constraint
FROM fl.fl_pg.fl_keys
UNION ALL
SELECT i.index_oid::UINTEGER, i.table_oid::UINTEGER, i.schema_name, i.table_name, i.index_name,
       false, i.is_unique,
       list(coalesce(c.column_index, 0)::SMALLINT ORDER BY i.n),
       list(coalesce(c.column_name, i.expression) ORDER BY i.n), false
FROM (SELECT *, unnest(string_split(expressions[2:-2], ', ')) AS expression,
             generate_subscripts(string_split(expressions[2:-2], ', '), 1) AS n
      FROM duckdb_indexes()
      WHERE database_name = 'fairlead' AND schema_name IN (FROM fl.fl_pg.fl_usable)) i
LEFT JOIN (SELECT * FROM duckdb_columns() WHERE database_name = 'fairlead') c
  ON c.table_oid = i.table_oid
 AND c.column_name = trim(i.expression, '"''')
GROUP BY ALL;

CREATE VIEW fl.fl_pg.fl_relations AS
SELECT table_oid::UINTEGER AS oid, table_name AS name, fl.fl_pg.fl_schema(database_name, schema_name) AS schema,
       'r' AS kind, column_count AS columns, check_constraint_count AS checks,
       has_primary_key OR index_count > 0 AS indexed, estimated_size AS size,
       comment, NULL AS definition
FROM duckdb_tables()
WHERE database_name = 'fairlead' AND schema_name IN (FROM fl.fl_pg.fl_usable)
UNION ALL
SELECT view_oid::UINTEGER, view_name, fl.fl_pg.fl_schema(database_name, schema_name), 'v',
       column_count, 0, false, 0, comment,
       regexp_replace(sql, '^CREATE VIEW ("[^"]*"|[^" ])+( \([^)]*\))? AS ', '')
FROM duckdb_views()
WHERE database_name IN ('fairlead', 'fl') AND NOT internal AND NOT starts_with(view_name, 'fl_')
  AND NOT contains(sql, 'fl_files(') AND schema_name <> 'fl_system'
  AND (database_name = 'fl' OR schema_name IN (FROM fl.fl_pg.fl_usable))
UNION ALL
SELECT v.view_oid::UINTEGER, v.view_name, v.schema_name, 'r', v.column_count, 0, false, 0,
       nullif(e.comment, ''), NULL
FROM duckdb_views() v
JOIN fl_external_tables() e ON e.schema = v.schema_name AND e.name = v.view_name
WHERE v.database_name = 'fairlead' AND contains(v.sql, 'fl_files(')
UNION ALL
SELECT oid, name, schema_name, 'i', len(columns), 0, false, 0, NULL, NULL FROM fl.fl_pg.fl_indexes;

CREATE VIEW fl.fl_pg.pg_type AS
SELECT col0::UINTEGER AS oid, col1 AS typname, 11::UINTEGER AS typnamespace,
       fl.fl_pg.fl_admin_oid() AS typowner, col2::SMALLINT AS typlen, col2 > 0 AS typbyval,
       'b' AS typtype, CASE WHEN col3 > 0 THEN 'A' ELSE col5 END AS typcategory,
       false AS typispreferred, true AS typisdefined, ',' AS typdelim, 0::UINTEGER AS typrelid,
       0::UINTEGER AS typsubscript, col3::UINTEGER AS typelem, col4::UINTEGER AS typarray,
       CASE WHEN col3 > 0 AND col2 = -1 THEN 'array_in' ELSE col1 || 'in' END AS typinput,
       CASE WHEN col3 > 0 AND col2 = -1 THEN 'array_out' ELSE col1 || 'out' END AS typoutput,
       '-' AS typreceive, '-' AS typsend, '-' AS typmodin, '-' AS typmodout, '-' AS typanalyze,
       'i' AS typalign, 'p' AS typstorage, false AS typnotnull, 0::UINTEGER AS typbasetype,
       -1 AS typtypmod, 0 AS typndims,
       (CASE WHEN col5 = 'S' THEN 100 ELSE 0 END)::UINTEGER AS typcollation,
       NULL::VARCHAR AS typdefaultbin, NULL::VARCHAR AS typdefault, NULL::VARCHAR[] AS typacl,
       1247::UINTEGER AS tableoid
FROM (VALUES
  (16, 'bool', 1, 0, 1000, 'B'), (17, 'bytea', -1, 0, 1001, 'U'), (18, 'char', 1, 0, 1002, 'Z'),
  (19, 'name', 64, 18, 1003, 'S'), (20, 'int8', 8, 0, 1016, 'N'), (21, 'int2', 2, 0, 1005, 'N'),
  (22, 'int2vector', -1, 21, 1006, 'A'), (23, 'int4', 4, 0, 1007, 'N'),
  (24, 'regproc', 4, 0, 1008, 'N'), (25, 'text', -1, 0, 1009, 'S'), (26, 'oid', 4, 0, 1028, 'N'),
  (28, 'xid', 4, 0, 1011, 'U'), (30, 'oidvector', -1, 26, 1013, 'A'), (114, 'json', -1, 0, 199, 'U'),
  (199, '_json', -1, 114, 0, 'A'), (700, 'float4', 4, 0, 1021, 'N'), (701, 'float8', 8, 0, 1022, 'N'),
  (705, 'unknown', -2, 0, 0, 'X'), (1000, '_bool', -1, 16, 0, 'A'), (1001, '_bytea', -1, 17, 0, 'A'),
  (1002, '_char', -1, 18, 0, 'A'), (1003, '_name', -1, 19, 0, 'A'), (1005, '_int2', -1, 21, 0, 'A'),
  (1007, '_int4', -1, 23, 0, 'A'), (1009, '_text', -1, 25, 0, 'A'), (1016, '_int8', -1, 20, 0, 'A'),
  (1021, '_float4', -1, 700, 0, 'A'), (1022, '_float8', -1, 701, 0, 'A'),
  (1028, '_oid', -1, 26, 0, 'A'), (1033, 'aclitem', 12, 0, 1034, 'U'),
  (1034, '_aclitem', -1, 1033, 0, 'A'), (1014, '_bpchar', -1, 1042, 0, 'A'),
  (1015, '_varchar', -1, 1043, 0, 'A'), (1042, 'bpchar', -1, 0, 1014, 'S'),
  (1043, 'varchar', -1, 0, 1015, 'S'), (1082, 'date', 4, 0, 1182, 'D'), (1083, 'time', 8, 0, 1183, 'D'),
  (1114, 'timestamp', 8, 0, 1115, 'D'), (1115, '_timestamp', -1, 1114, 0, 'A'),
  (1182, '_date', -1, 1082, 0, 'A'), (1183, '_time', -1, 1083, 0, 'A'),
  (1184, 'timestamptz', 8, 0, 1185, 'D'), (1185, '_timestamptz', -1, 1184, 0, 'A'),
  (1186, 'interval', 16, 0, 1187, 'T'), (1187, '_interval', -1, 1186, 0, 'A'),
  (1231, '_numeric', -1, 1700, 0, 'A'), (1700, 'numeric', -1, 0, 1231, 'N'),
  (2205, 'regclass', 4, 0, 2210, 'N'), (2206, 'regtype', 4, 0, 2211, 'N'),
  (2950, 'uuid', 16, 0, 2951, 'U'), (2951, '_uuid', -1, 2950, 0, 'A'),
  (3802, 'jsonb', -1, 0, 3807, 'U'), (3807, '_jsonb', -1, 3802, 0, 'A'));

-- Functions over these relations.
CREATE MACRO fl.fl_pg.regclass_in(n) AS
  (SELECT r.oid FROM fl.fl_pg.fl_relations r
   WHERE r.name = regexp_replace(replace(n, '"', ''), '^.*\.', '')
     AND (n NOT LIKE '%.%' OR r.schema = regexp_replace(replace(n, '"', ''), '\..*$', ''))
   ORDER BY r.schema <> current_schema(), r.schema <> 'public', r.schema = 'pg_catalog', r.schema
   LIMIT 1);
CREATE MACRO fl.fl_pg.regclass_out(o) AS
  CASE WHEN o = 0 THEN '-' ELSE
    coalesce((SELECT any_value(r.name) FROM fl.fl_pg.fl_relations r WHERE r.oid = o), o::VARCHAR) END;
CREATE MACRO fl.fl_pg.to_regclass(n) AS fl.fl_pg.regclass_in(n);
CREATE MACRO fl.fl_pg.regtype_in(n) AS
  (SELECT t.oid FROM fl.fl_pg.pg_type t
   WHERE t.typname = regexp_replace(n, '^.*\.', '') OR fl.fl_pg.format_type(t.oid, NULL) = n LIMIT 1);
CREATE MACRO fl.fl_pg.regtype_out(o) AS fl.fl_pg.format_type(o, NULL);
CREATE MACRO fl.fl_pg.regproc_in(n) AS regexp_replace(n, '^.*\.', '');
CREATE MACRO fl.fl_pg.regproc_out(o) AS o::VARCHAR;
CREATE MACRO fl.fl_pg.regprocedure_in(n) AS regexp_replace(n, '^.*\.', '');
CREATE MACRO fl.fl_pg.regprocedure_out(o) AS o::VARCHAR;
CREATE MACRO fl.fl_pg.regoper_in(n) AS regexp_replace(n, '^.*\.', '');
CREATE MACRO fl.fl_pg.regoper_out(o) AS o::VARCHAR;
CREATE MACRO fl.fl_pg.regnamespace_in(n) AS
  (SELECT s.oid FROM fl.fl_pg.pg_namespace s WHERE s.nspname = replace(n, '"', '') LIMIT 1);
CREATE MACRO fl.fl_pg.regnamespace_out(o) AS
  coalesce((SELECT any_value(s.nspname) FROM fl.fl_pg.pg_namespace s WHERE s.oid = o), o::VARCHAR);
CREATE MACRO fl.fl_pg.regrole_in(n) AS
  (SELECT s.oid FROM fl_roles() s WHERE s.name = replace(n, '"', '') LIMIT 1);
CREATE MACRO fl.fl_pg.regrole_out(o) AS fl.fl_pg.pg_get_userbyid(o);

CREATE MACRO fl.fl_pg.pg_table_is_visible(o) AS
  o::BIGINT IN (SELECT r.oid FROM fl.fl_pg.fl_relations r
                WHERE r.schema IN (current_schema(), 'pg_catalog')
                   OR (r.schema = 'public'
                       AND r.name NOT IN (SELECT h.name FROM fl.fl_pg.fl_relations h
                                          WHERE h.schema = current_schema()
                                            AND h.schema <> 'public')));
CREATE MACRO fl.fl_pg.pg_get_indexdef(i) AS
  (SELECT any_value('CREATE ' || CASE WHEN x.is_unique THEN 'UNIQUE ' ELSE '' END || 'INDEX '
          || fl.fl_pg.quote_ident(x.name) || ' ON ' || fl.fl_pg.quote_ident(x.schema_name) || '.'
          || fl.fl_pg.quote_ident(x.table_name) || ' USING btree ('
          || array_to_string(list_transform(x.column_names, lambda c: fl.fl_pg.quote_ident(c)), ', ')
          || ')')
   FROM fl.fl_pg.fl_indexes x WHERE x.oid = i),
  (i, k, pretty) AS
  CASE WHEN k = 0 THEN
    (SELECT any_value('CREATE ' || CASE WHEN x.is_unique THEN 'UNIQUE ' ELSE '' END || 'INDEX '
            || fl.fl_pg.quote_ident(x.name) || ' ON ' || fl.fl_pg.quote_ident(x.schema_name) || '.'
            || fl.fl_pg.quote_ident(x.table_name) || ' USING btree ('
            || array_to_string(list_transform(x.column_names, lambda c: fl.fl_pg.quote_ident(c)), ', ')
            || ')')
     FROM fl.fl_pg.fl_indexes x WHERE x.oid = i)
  ELSE
    (SELECT any_value(x.column_names[k]) FROM fl.fl_pg.fl_indexes x WHERE x.oid = i)
  END;

CREATE VIEW fl.fl_pg.pg_class AS
SELECT r.oid, r.name AS relname, n.oid AS relnamespace, 0::UINTEGER AS reltype,
       0::UINTEGER AS reloftype, n.nspowner AS relowner,
       (CASE r.kind WHEN 'r' THEN 2 WHEN 'i' THEN 403 ELSE 0 END)::UINTEGER AS relam,
       r.oid AS relfilenode, 0::UINTEGER AS reltablespace,
       CASE r.kind WHEN 'i' THEN 1 ELSE 0 END AS relpages, r.size::FLOAT AS reltuples,
       0 AS relallvisible, 0::UINTEGER AS reltoastrelid, r.indexed AS relhasindex,
       false AS relisshared, 'p' AS relpersistence, r.kind AS relkind,
       r.columns::SMALLINT AS relnatts, r.checks::SMALLINT AS relchecks,
       r.kind = 'v' AS relhasrules, false AS relhastriggers, false AS relhassubclass,
       false AS relrowsecurity, false AS relforcerowsecurity, true AS relispopulated,
       CASE r.kind WHEN 'r' THEN 'd' ELSE 'n' END AS relreplident, false AS relispartition,
       0::UINTEGER AS relrewrite, 0::UINTEGER AS relfrozenxid, 0::UINTEGER AS relminmxid,
       NULL::VARCHAR[] AS relacl, NULL::VARCHAR[] AS reloptions, NULL::VARCHAR AS relpartbound,
       NULL::UINTEGER AS xmin, 1259::UINTEGER AS tableoid
FROM fl.fl_pg.fl_relations r JOIN fl.fl_pg.pg_namespace n ON n.nspname = r.schema;

CREATE VIEW fl.fl_pg.pg_attribute AS
SELECT c.table_oid::UINTEGER AS attrelid, c.column_name AS attname,
       fl.fl_pg.fl_column_type(c.column_name, c.data_type)::UINTEGER AS atttypid, -1 AS attstattarget,
       coalesce(t.typlen, -1)::SMALLINT AS attlen, c.column_index::SMALLINT AS attnum, 0 AS attndims,
       -1 AS attcacheoff, fl.fl_pg.fl_type_modifier(c.data_type) AS atttypmod, false AS attbyval,
       'p' AS attstorage, '' AS attcompression, 'i' AS attalign,
       NOT c.is_nullable AS attnotnull, c.column_default IS NOT NULL AS atthasdef,
       false AS atthasmissing, '' AS attidentity, '' AS attgenerated, false AS attisdropped,
       true AS attislocal, 0 AS attinhcount,
       coalesce(t.typcollation, 0)::UINTEGER AS attcollation, NULL::VARCHAR[] AS attacl,
       NULL::VARCHAR[] AS attoptions, NULL::VARCHAR[] AS attfdwoptions,
       NULL::VARCHAR AS attmissingval
FROM duckdb_columns() c
LEFT JOIN fl.fl_pg.pg_type t ON t.oid = fl.fl_pg.fl_column_type(c.column_name, c.data_type)
WHERE c.database_name = 'fl'
   OR (c.database_name = 'fairlead' AND c.schema_name IN (FROM fl.fl_pg.fl_usable))
UNION ALL
SELECT i.oid, unnest(i.column_names), 25::UINTEGER, -1, -1::SMALLINT,
       generate_subscripts(i.column_names, 1)::SMALLINT, 0, -1, -1, false, 'p', '', 'i', false,
       false, false, '', '', false, true, 0, 0::UINTEGER, NULL, NULL, NULL, NULL
FROM fl.fl_pg.fl_indexes i;

CREATE VIEW fl.fl_pg.pg_attrdef AS
SELECT (2000000000 + (table_oid % 1000000) * 1000 + column_index)::UINTEGER AS oid,
       table_oid::UINTEGER AS adrelid, column_index::SMALLINT AS adnum, column_default AS adbin
FROM duckdb_columns()
WHERE database_name = 'fairlead' AND column_default IS NOT NULL
  AND schema_name IN (FROM fl.fl_pg.fl_usable);

CREATE VIEW fl.fl_pg.pg_index AS
SELECT oid AS indexrelid, table_oid AS indrelid, len(columns)::SMALLINT AS indnatts,
       len(columns)::SMALLINT AS indnkeyatts, is_unique AS indisunique,
       false AS indnullsnotdistinct, is_primary AS indisprimary, false AS indisexclusion,
       true AS indimmediate, false AS indisclustered, true AS indisvalid, false AS indcheckxmin,
       true AS indisready, true AS indislive, false AS indisreplident, columns AS indkey,
       list_transform(columns, lambda c: 0::UINTEGER) AS indcollation,
       list_transform(columns, lambda c: 0::UINTEGER) AS indclass,
       list_transform(columns, lambda c: 0::SMALLINT) AS indoption,
       NULL::VARCHAR AS indexprs, NULL::VARCHAR AS indpred
FROM fl.fl_pg.fl_indexes;

CREATE VIEW fl.fl_pg.pg_constraint AS
SELECT k.oid, k.name AS conname, n.oid AS connamespace,
       CASE WHEN k.is_primary THEN 'p' ELSE 'u' END AS contype, false AS condeferrable,
       false AS condeferred, true AS convalidated, k.table_oid AS conrelid, 0::UINTEGER AS contypid,
       k.oid AS conindid, 0::UINTEGER AS conparentid, 0::UINTEGER AS confrelid, ' ' AS confupdtype,
       ' ' AS confdeltype, ' ' AS confmatchtype, true AS conislocal, 0::SMALLINT AS coninhcount,
       true AS connoinherit, k.columns AS conkey, NULL::SMALLINT[] AS confkey,
       NULL::UINTEGER[] AS conpfeqop, NULL::UINTEGER[] AS conppeqop, NULL::UINTEGER[] AS conffeqop,
       NULL::SMALLINT[] AS confdelsetcols, NULL::UINTEGER[] AS conexclop, NULL::VARCHAR AS conbin,
       k.text AS fl_definition, 2606::UINTEGER AS tableoid
FROM fl.fl_pg.fl_keys k JOIN fl.fl_pg.pg_namespace n ON n.nspname = k.schema_name
UNION ALL
SELECT (1000000000 + (c.table_oid % 10000000) * 100 + c.constraint_index)::UINTEGER,
       c.constraint_name, n.oid, CASE c.constraint_type WHEN 'CHECK' THEN 'c' ELSE 'f' END, false,
       false, true, c.table_oid::UINTEGER, 0, 0, 0, 0, ' ', ' ', ' ', true, 0, true,
       list_transform(c.constraint_column_indexes, lambda i: (i + 1)::SMALLINT), NULL, NULL, NULL,
       NULL, NULL, NULL, NULL, c.constraint_text, 2606
FROM duckdb_constraints() c JOIN fl.fl_pg.pg_namespace n ON n.nspname = c.schema_name
WHERE c.database_name = 'fairlead' AND c.constraint_type IN ('CHECK', 'FOREIGN KEY')
  AND c.schema_name IN (FROM fl.fl_pg.fl_usable);

CREATE VIEW fl.fl_pg.pg_roles AS
SELECT name AS rolname, superuser AS rolsuper, true AS rolinherit, superuser AS rolcreaterole,
       superuser AS rolcreatedb, login AS rolcanlogin, false AS rolreplication,
       -1 AS rolconnlimit, '********' AS rolpassword, NULL::TIMESTAMPTZ AS rolvaliduntil,
       superuser AS rolbypassrls, NULL::VARCHAR[] AS rolconfig, oid
FROM fl_roles();

CREATE VIEW fl.fl_pg.pg_authid AS SELECT * FROM fl.fl_pg.pg_roles;

CREATE VIEW fl.fl_pg.pg_user AS
SELECT rolname AS usename, oid AS usesysid, rolcreatedb AS usecreatedb, rolsuper AS usesuper,
       false AS userepl, rolbypassrls AS usebypassrls, '********' AS passwd,
       NULL::TIMESTAMPTZ AS valuntil, NULL::VARCHAR[] AS useconfig
FROM fl.fl_pg.pg_roles WHERE rolcanlogin;

CREATE VIEW fl.fl_pg.pg_auth_members AS
SELECT role_oid AS roleid, member_oid AS member, grantor_oid AS grantor, false AS admin_option
FROM fl_members();

CREATE VIEW fl.fl_pg.pg_database AS
SELECT 16384::UINTEGER AS oid, 'fairlead' AS datname, fl.fl_pg.fl_admin_oid() AS datdba,
       6 AS encoding, 'c' AS datlocprovider, false AS datistemplate, true AS datallowconn,
       -1 AS datconnlimit, 0::UINTEGER AS datfrozenxid, 0::UINTEGER AS datminmxid,
       1663::UINTEGER AS dattablespace, 'C' AS datcollate, 'C' AS datctype,
       NULL::VARCHAR AS daticulocale, NULL::VARCHAR AS datcollversion, NULL::VARCHAR[] AS datacl;

CREATE MACRO fl.fl_pg.pg_get_constraintdef(o) AS
  (SELECT any_value(regexp_replace(x.fl_definition, '^(PRIMARY KEY|UNIQUE|CHECK)\(', '\1 ('))
   FROM fl.fl_pg.pg_constraint x WHERE x.oid = o),
  (o, pretty) AS
  (SELECT any_value(regexp_replace(x.fl_definition, '^(PRIMARY KEY|UNIQUE|CHECK)\(', '\1 ('))
   FROM fl.fl_pg.pg_constraint x WHERE x.oid = o);
CREATE MACRO fl.fl_pg.pg_get_viewdef(o) AS
  (SELECT any_value(x.definition) FROM fl.fl_pg.fl_relations x WHERE x.oid = o),
  (o, pretty) AS (SELECT any_value(x.definition) FROM fl.fl_pg.fl_relations x WHERE x.oid = o);

CREATE VIEW fl.fl_pg.pg_am AS
SELECT col0::UINTEGER AS oid, col1 AS amname, '-' AS amhandler, col2 AS amtype
FROM (VALUES (2, 'heap', 't'), (403, 'btree', 'i'));

CREATE VIEW fl.fl_pg.pg_tablespace AS
SELECT 1663::UINTEGER AS oid, 'pg_default' AS spcname, fl.fl_pg.fl_admin_oid() AS spcowner,
       NULL::VARCHAR[] AS spcacl, NULL::VARCHAR[] AS spcoptions;

CREATE VIEW fl.fl_pg.pg_collation AS
SELECT 100::UINTEGER AS oid, 'default' AS collname, 11::UINTEGER AS collnamespace,
       fl.fl_pg.fl_admin_oid() AS collowner, 'd' AS collprovider, true AS collisdeterministic,
       -1 AS collencoding, NULL::VARCHAR AS collcollate, NULL::VARCHAR AS collctype,
       NULL::VARCHAR AS colliculocale, NULL::VARCHAR AS collversion;

CREATE VIEW fl.fl_pg.pg_description AS
SELECT oid AS objoid, fl.fl_pg.regclass_in('pg_class') AS classoid, 0 AS objsubid,
       comment AS description
FROM fl.fl_pg.fl_relations WHERE comment IS NOT NULL
UNION ALL
SELECT table_oid::UINTEGER, fl.fl_pg.regclass_in('pg_class'), column_index, comment
FROM duckdb_columns()
WHERE database_name = 'fairlead' AND comment IS NOT NULL
  AND schema_name IN (FROM fl.fl_pg.fl_usable)
UNION ALL
SELECT oid, fl.fl_pg.regclass_in('pg_namespace'), 0, comment FROM fl_schemas() WHERE comment <> '';

CREATE MACRO fl.fl_pg.obj_description(o, c) AS
  (SELECT any_value(x.description) FROM fl.fl_pg.pg_description x
   WHERE x.objoid = o AND x.objsubid = 0 AND x.classoid = fl.fl_pg.regclass_in(c)),
  (o) AS (SELECT any_value(x.description) FROM fl.fl_pg.pg_description x
          WHERE x.objoid = o AND x.objsubid = 0);
CREATE MACRO fl.fl_pg.col_description(o, c) AS
  (SELECT any_value(x.description) FROM fl.fl_pg.pg_description x
   WHERE x.objoid = o AND x.objsubid = c);

CREATE VIEW fl.fl_pg.pg_shdescription AS
SELECT oid AS objoid, fl.fl_pg.regclass_in('pg_authid') AS classoid, comment AS description
FROM fl_roles() WHERE comment <> '';

CREATE MACRO fl.fl_pg.shobj_description(o, c) AS
  (SELECT any_value(x.description) FROM fl.fl_pg.pg_shdescription x WHERE x.objoid = o);

CREATE VIEW fl.fl_pg.pg_settings AS
SELECT name, setting, NULL::VARCHAR AS unit, 'Session' AS category, '' AS short_desc,
       NULL::VARCHAR AS extra_desc, 'user' AS context, 'string' AS vartype, 'session' AS source,
       NULL::VARCHAR AS min_val, NULL::VARCHAR AS max_val, NULL::VARCHAR[] AS enumvals,
       NULL::VARCHAR AS boot_val, NULL::VARCHAR AS reset_val, NULL::VARCHAR AS sourcefile,
       NULL::INTEGER AS sourceline, false AS pending_restart
FROM fl_settings()
UNION ALL
SELECT 'max_index_keys', '32', NULL, 'Preset Options', '', NULL, 'internal', 'integer', 'default',
       '32', '32', NULL, '32', '32', NULL, NULL, false;

CREATE VIEW fl.fl_pg.pg_tables AS
SELECT schema AS schemaname, name AS tablename, fl.fl_pg.pg_get_userbyid(n.nspowner) AS tableowner,
       NULL::VARCHAR AS tablespace, r.indexed AS hasindexes, false AS hasrules, false AS hastriggers,
       false AS rowsecurity
FROM fl.fl_pg.fl_relations r JOIN fl.fl_pg.pg_namespace n ON n.nspname = r.schema WHERE kind = 'r';

CREATE VIEW fl.fl_pg.pg_views AS
SELECT schema AS schemaname, name AS viewname, fl.fl_pg.pg_get_userbyid(n.nspowner) AS viewowner,
       r.definition
FROM fl.fl_pg.fl_relations r JOIN fl.fl_pg.pg_namespace n ON n.nspname = r.schema WHERE kind = 'v';

CREATE VIEW fl.fl_pg.pg_indexes AS
SELECT schema_name AS schemaname, table_name AS tablename, name AS indexname,
       NULL::VARCHAR AS tablespace, fl.fl_pg.pg_get_indexdef(oid) AS indexdef
FROM fl.fl_pg.fl_indexes;

CREATE VIEW fl.fl_pg.pg_matviews AS
SELECT '' AS schemaname, '' AS matviewname, '' AS matviewowner, '' AS tablespace,
       false AS hasindexes, false AS ispopulated, '' AS definition WHERE false;

-- What does not exist here. Columns are those that clients ask for.
CREATE VIEW fl.fl_pg.pg_proc AS
SELECT 0::UINTEGER AS oid, '' AS proname, 0::UINTEGER AS pronamespace, 0::UINTEGER AS proowner,
       0::UINTEGER AS prolang, 0::FLOAT AS procost, 0::FLOAT AS prorows, 0::UINTEGER AS provariadic,
       '' AS prosupport, 'f' AS prokind, false AS prosecdef, false AS proleakproof,
       false AS proisstrict, false AS proretset, 'v' AS provolatile, 'u' AS proparallel,
       0::SMALLINT AS pronargs, 0::SMALLINT AS pronargdefaults, 0::UINTEGER AS prorettype,
       NULL::UINTEGER[] AS proargtypes, NULL::UINTEGER[] AS proallargtypes,
       NULL::VARCHAR[] AS proargmodes, NULL::VARCHAR[] AS proargnames, '' AS prosrc,
       NULL::VARCHAR[] AS proconfig, NULL::VARCHAR[] AS proacl WHERE false;
CREATE VIEW fl.fl_pg.pg_aggregate AS
SELECT 0::UINTEGER AS aggfnoid, '' AS aggkind WHERE false;
CREATE VIEW fl.fl_pg.pg_language AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS tableoid, '' AS lanname, 0::UINTEGER AS lanowner,
       false AS lanispl, false AS lanpltrusted, 0::UINTEGER AS lanplcallfoid,
       0::UINTEGER AS laninline, 0::UINTEGER AS lanvalidator, NULL::VARCHAR[] AS lanacl WHERE false;
CREATE VIEW fl.fl_pg.pg_operator AS
SELECT 0::UINTEGER AS oid, '' AS oprname, 0::UINTEGER AS oprnamespace, '' AS oprkind,
       0::UINTEGER AS oprleft, 0::UINTEGER AS oprright, 0::UINTEGER AS oprresult,
       0::UINTEGER AS oprcode WHERE false;
CREATE VIEW fl.fl_pg.pg_cast AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS tableoid, 0::UINTEGER AS castsource,
       0::UINTEGER AS casttarget, 0::UINTEGER AS castfunc, '' AS castcontext, '' AS castmethod
WHERE false;
CREATE VIEW fl.fl_pg.pg_conversion AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS tableoid, '' AS conname, 0::UINTEGER AS connamespace,
       0 AS conforencoding, 0 AS contoencoding, false AS condefault WHERE false;
CREATE VIEW fl.fl_pg.pg_default_acl AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS defaclrole, 0::UINTEGER AS defaclnamespace,
       '' AS defaclobjtype, NULL::VARCHAR[] AS defaclacl WHERE false;
CREATE VIEW fl.fl_pg.pg_opclass AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS tableoid, 0::UINTEGER AS opcmethod, '' AS opcname,
       0::UINTEGER AS opcnamespace WHERE false;
CREATE VIEW fl.fl_pg.pg_opfamily AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS tableoid, 0::UINTEGER AS opfmethod, '' AS opfname,
       0::UINTEGER AS opfnamespace WHERE false;
CREATE VIEW fl.fl_pg.pg_parameter_acl AS
SELECT 0::UINTEGER AS oid, '' AS parname, NULL::VARCHAR[] AS paracl WHERE false;
CREATE VIEW fl.fl_pg.pg_user_mappings AS
SELECT 0::UINTEGER AS umid, 0::UINTEGER AS srvid, '' AS srvname, 0::UINTEGER AS umuser,
       '' AS usename, NULL::VARCHAR[] AS umoptions WHERE false;
CREATE VIEW fl.fl_pg.pg_ts_config AS
SELECT 0::UINTEGER AS oid, '' AS cfgname, 0::UINTEGER AS cfgnamespace, 0::UINTEGER AS cfgparser
WHERE false;
CREATE VIEW fl.fl_pg.pg_ts_dict AS
SELECT 0::UINTEGER AS oid, '' AS dictname, 0::UINTEGER AS dictnamespace WHERE false;
CREATE VIEW fl.fl_pg.pg_ts_parser AS
SELECT 0::UINTEGER AS oid, '' AS prsname, 0::UINTEGER AS prsnamespace WHERE false;
CREATE VIEW fl.fl_pg.pg_ts_template AS
SELECT 0::UINTEGER AS oid, '' AS tmplname, 0::UINTEGER AS tmplnamespace WHERE false;
CREATE VIEW fl.fl_pg.pg_enum AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS enumtypid, 0::FLOAT AS enumsortorder, '' AS enumlabel
WHERE false;
CREATE VIEW fl.fl_pg.pg_range AS
SELECT 0::UINTEGER AS rngtypid, 0::UINTEGER AS rngsubtype WHERE false;
CREATE VIEW fl.fl_pg.pg_extension AS
SELECT 0::UINTEGER AS oid, '' AS extname, 0::UINTEGER AS extowner, 0::UINTEGER AS extnamespace,
       false AS extrelocatable, '' AS extversion WHERE false;
CREATE VIEW fl.fl_pg.pg_inherits AS
SELECT 0::UINTEGER AS inhrelid, 0::UINTEGER AS inhparent, 0 AS inhseqno, false AS inhdetachpending
WHERE false;
CREATE VIEW fl.fl_pg.pg_depend AS
SELECT 0::UINTEGER AS classid, 0::UINTEGER AS objid, 0 AS objsubid, 0::UINTEGER AS refclassid,
       0::UINTEGER AS refobjid, 0 AS refobjsubid, '' AS deptype WHERE false;
CREATE VIEW fl.fl_pg.pg_trigger AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS tableoid, 0::UINTEGER AS tgrelid, 0::UINTEGER AS tgparentid, '' AS tgname,
       0::UINTEGER AS tgfoid, 0::SMALLINT AS tgtype, '' AS tgenabled, false AS tgisinternal,
       0::UINTEGER AS tgconstrrelid, 0::UINTEGER AS tgconstraint, false AS tgdeferrable,
       false AS tginitdeferred WHERE false;
CREATE VIEW fl.fl_pg.pg_event_trigger AS
SELECT 0::UINTEGER AS oid, '' AS evtname, '' AS evtevent, 0::UINTEGER AS evtowner,
       0::UINTEGER AS evtfoid, '' AS evtenabled, NULL::VARCHAR[] AS evttags WHERE false;
CREATE VIEW fl.fl_pg.pg_rewrite AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS tableoid, '' AS rulename, 0::UINTEGER AS ev_class, '' AS ev_type,
       '' AS ev_enabled, false AS is_instead WHERE false;
CREATE VIEW fl.fl_pg.pg_policy AS
SELECT 0::UINTEGER AS oid, '' AS polname, 0::UINTEGER AS polrelid, '*' AS polcmd,
       true AS polpermissive, NULL::UINTEGER[] AS polroles, NULL::VARCHAR AS polqual,
       NULL::VARCHAR AS polwithcheck WHERE false;
CREATE VIEW fl.fl_pg.pg_statistic_ext AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS stxrelid, '' AS stxname, 0::UINTEGER AS stxnamespace,
       0::UINTEGER AS stxowner, -1 AS stxstattarget, NULL::SMALLINT[] AS stxkeys,
       NULL::VARCHAR[] AS stxkind WHERE false;
CREATE VIEW fl.fl_pg.pg_publication AS
SELECT 0::UINTEGER AS oid, '' AS pubname, 0::UINTEGER AS pubowner, false AS puballtables,
       false AS pubinsert, false AS pubupdate, false AS pubdelete, false AS pubtruncate,
       false AS pubviaroot WHERE false;
CREATE VIEW fl.fl_pg.pg_publication_rel AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS prpubid, 0::UINTEGER AS prrelid, NULL::VARCHAR AS prqual,
       NULL::SMALLINT[] AS prattrs WHERE false;
CREATE VIEW fl.fl_pg.pg_publication_namespace AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS pnpubid, 0::UINTEGER AS pnnspid WHERE false;
CREATE VIEW fl.fl_pg.pg_subscription AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS subdbid, '' AS subname, 0::UINTEGER AS subowner,
       false AS subenabled, NULL::VARCHAR[] AS subpublications, false AS subbinary,
       false AS substream, '' AS subtwophasestate, false AS subdisableonerr, '' AS subskiplsn,
       '' AS subsynccommit, '' AS subconninfo WHERE false;
CREATE VIEW fl.fl_pg.pg_foreign_server AS
SELECT 0::UINTEGER AS oid, '' AS srvname, 0::UINTEGER AS srvowner, 0::UINTEGER AS srvfdw,
       0::UINTEGER AS tableoid, '' AS srvtype, '' AS srvversion, NULL::VARCHAR[] AS srvacl, NULL::VARCHAR[] AS srvoptions
WHERE false;
CREATE VIEW fl.fl_pg.pg_foreign_data_wrapper AS
SELECT 0::UINTEGER AS oid, 0::UINTEGER AS tableoid, '' AS fdwname, 0::UINTEGER AS fdwowner,
       0::UINTEGER AS fdwhandler, 0::UINTEGER AS fdwvalidator, NULL::VARCHAR[] AS fdwacl,
       NULL::VARCHAR[] AS fdwoptions WHERE false;
CREATE VIEW fl.fl_pg.pg_foreign_table AS
SELECT 0::UINTEGER AS ftrelid, 0::UINTEGER AS ftserver, NULL::VARCHAR[] AS ftoptions WHERE false;
CREATE VIEW fl.fl_pg.pg_partitioned_table AS
SELECT 0::UINTEGER AS partrelid, '' AS partstrat WHERE false;
CREATE VIEW fl.fl_pg.pg_sequence AS
SELECT 0::UINTEGER AS seqrelid, 0::UINTEGER AS seqtypid, 0::BIGINT AS seqstart WHERE false;
CREATE VIEW fl.fl_pg.pg_db_role_setting AS
SELECT 0::UINTEGER AS setdatabase, 0::UINTEGER AS setrole, NULL::VARCHAR[] AS setconfig WHERE false;
CREATE VIEW fl.fl_pg.pg_prepared_statements AS
SELECT '' AS name, '' AS statement, NULL::TIMESTAMPTZ AS prepare_time,
       NULL::UINTEGER[] AS parameter_types, false AS from_sql WHERE false;
CREATE VIEW fl.fl_pg.pg_cursors AS
SELECT '' AS name, '' AS statement, false AS is_holdable, false AS is_binary,
       false AS is_scrollable, NULL::TIMESTAMPTZ AS creation_time WHERE false;
CREATE VIEW fl.fl_pg.pg_locks AS
SELECT '' AS locktype, 0::UINTEGER AS database, 0::UINTEGER AS relation, 0 AS pid, '' AS mode,
       false AS granted WHERE false;

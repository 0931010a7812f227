-- PostgreSQL's types and functions that DuckDB lacks or understands differently. What depends on the
-- session is read from the table functions fl_session and fl_settings.

CREATE SCHEMA fl.fl_pg;
CREATE SCHEMA fl.fl_information;
CREATE SCHEMA fl.fl_system;
CREATE SCHEMA fl.fl_mysql;
CREATE SCHEMA fl.mz_catalog;
CREATE SCHEMA fl.mz_internal;

CREATE TYPE fl.fl_pg.name AS VARCHAR;
CREATE TYPE fl.fl_pg."char" AS VARCHAR;
CREATE TYPE fl.fl_pg.aclitem AS VARCHAR;
CREATE TYPE fl.fl_pg.cstring AS VARCHAR;
CREATE TYPE fl.fl_pg.jsonb AS JSON;
CREATE TYPE fl.fl_pg.xid AS UINTEGER;

-- The session.
CREATE MACRO fl.fl_pg.version() AS 'PostgreSQL 15.0 (Fairlead)';
CREATE MACRO fl.fl_pg.session_role() AS (SELECT role FROM fl_session());
CREATE MACRO fl.fl_pg.pg_backend_pid() AS (SELECT process::INTEGER FROM fl_session());
CREATE MACRO fl.fl_pg.current_setting(n) AS
  (SELECT setting FROM fl_settings() WHERE lower(name) = lower(n)),
  (n, missing_ok) AS (SELECT setting FROM fl_settings() WHERE lower(name) = lower(n));
CREATE MACRO fl.fl_pg.set_config(n, v, is_local) AS v;
CREATE MACRO fl.fl_pg.current_schema() AS (SELECT schema FROM fl_session());
-- Where tables and types are found; constant, since drivers use it as an argument of table functions.
CREATE MACRO fl.fl_pg.current_schemas(implicit) AS
  CASE WHEN implicit THEN ['pg_catalog', 'public'] ELSE ['public'] END;
CREATE MACRO fl.fl_pg.pg_is_in_recovery() AS false;
CREATE MACRO fl.fl_pg.pg_postmaster_start_time() AS NULL::TIMESTAMPTZ;
CREATE MACRO fl.fl_pg.pg_my_temp_schema() AS 0::UINTEGER;

-- Rights on the catalog's objects. Roles and objects are given by name or by oid.
CREATE MACRO fl.fl_pg.fl_asks(kind, r, o, p) AS
  fl_may((SELECT scope FROM fl_session()), kind, typeof(r), r::VARCHAR, typeof(o), o::VARCHAR, p);
CREATE MACRO fl.fl_pg.has_connection_privilege(o, p) AS
  fl.fl_pg.fl_asks('connection', fl.fl_pg.session_role(), o, p),
  (r, o, p) AS fl.fl_pg.fl_asks('connection', r, o, p);
CREATE MACRO fl.fl_pg.has_secret_privilege(o, p) AS
  fl.fl_pg.fl_asks('secret', fl.fl_pg.session_role(), o, p),
  (r, o, p) AS fl.fl_pg.fl_asks('secret', r, o, p);
CREATE MACRO fl.fl_pg.has_schema_privilege(o, p) AS
  fl.fl_pg.fl_asks('schema', fl.fl_pg.session_role(), o, p),
  (r, o, p) AS fl.fl_pg.fl_asks('schema', r, o, p);
CREATE MACRO fl.fl_pg.pg_has_role(o, p) AS
  fl.fl_pg.fl_asks('role', fl.fl_pg.session_role(), o, p),
  (r, o, p) AS fl.fl_pg.fl_asks('role', r, o, p);

-- Rights on relations of the engine: they are open to everybody who may sign in.
CREATE MACRO fl.fl_pg.has_table_privilege(a, b) AS true, (a, b, c) AS true;
CREATE MACRO fl.fl_pg.has_database_privilege(a, b) AS true, (a, b, c) AS true;
CREATE MACRO fl.fl_pg.has_column_privilege(a, b, c) AS true, (a, b, c, d) AS true;
CREATE MACRO fl.fl_pg.has_any_column_privilege(a, b) AS true, (a, b, c) AS true;
CREATE MACRO fl.fl_pg.has_function_privilege(a, b) AS true, (a, b, c) AS true;
CREATE MACRO fl.fl_pg.has_type_privilege(a, b) AS true, (a, b, c) AS true;

-- Names of numbers.
CREATE MACRO fl.fl_pg.pg_get_userbyid(o) AS
  coalesce(fl_role_name((SELECT scope FROM fl_session()), o::BIGINT), 'unknown (OID=' || o || ')');
CREATE MACRO fl.fl_pg.pg_encoding_to_char(e) AS CASE e WHEN 6 THEN 'UTF8' ELSE '' END;
CREATE MACRO fl.fl_pg.getdatabaseencoding() AS 'UTF8';
CREATE MACRO fl.fl_pg.pg_char_to_encoding(n) AS CASE upper(n) WHEN 'UTF8' THEN 6 ELSE -1 END;
CREATE MACRO fl.fl_pg.quote_ident(n) AS
  CASE WHEN regexp_full_match(n, '[a-z_][a-z0-9_$]*') THEN n
       ELSE '"' || replace(n, '"', '""') || '"' END;
CREATE MACRO fl.fl_pg.quote_literal(v) AS '''' || replace(v, '''', '''''') || '''';

CREATE MACRO fl.fl_pg.fl_scalar_type(t) AS
  CASE t::BIGINT
    WHEN 16 THEN 'boolean' WHEN 17 THEN 'bytea' WHEN 18 THEN '"char"' WHEN 19 THEN 'name'
    WHEN 20 THEN 'bigint' WHEN 21 THEN 'smallint' WHEN 23 THEN 'integer' WHEN 24 THEN 'regproc'
    WHEN 25 THEN 'text' WHEN 26 THEN 'oid' WHEN 22 THEN 'int2vector' WHEN 30 THEN 'oidvector'
    WHEN 28 THEN 'xid' WHEN 114 THEN 'json' WHEN 700 THEN 'real' WHEN 701 THEN 'double precision'
    WHEN 705 THEN 'unknown' WHEN 1033 THEN 'aclitem' WHEN 1042 THEN 'character'
    WHEN 1043 THEN 'character varying' WHEN 1082 THEN 'date' WHEN 1083 THEN 'time without time zone'
    WHEN 1114 THEN 'timestamp without time zone' WHEN 1184 THEN 'timestamp with time zone'
    WHEN 1186 THEN 'interval' WHEN 1700 THEN 'numeric' WHEN 2205 THEN 'regclass'
    WHEN 2206 THEN 'regtype' WHEN 2950 THEN 'uuid' WHEN 3802 THEN 'jsonb' ELSE '???' END;
CREATE MACRO fl.fl_pg.fl_element_type(t) AS
  CASE t::BIGINT
    WHEN 1000 THEN 16 WHEN 1001 THEN 17 WHEN 1002 THEN 18 WHEN 1003 THEN 19 WHEN 1005 THEN 21
    WHEN 1007 THEN 23 WHEN 1009 THEN 25 WHEN 1014 THEN 1042 WHEN 1015 THEN 1043 WHEN 1016 THEN 20
    WHEN 1021 THEN 700 WHEN 1022 THEN 701 WHEN 1028 THEN 26 WHEN 1034 THEN 1033 WHEN 1115 THEN 1114
    WHEN 1182 THEN 1082 WHEN 1183 THEN 1083 WHEN 1185 THEN 1184 WHEN 1187 THEN 1186
    WHEN 1231 THEN 1700 WHEN 199 THEN 114 WHEN 2951 THEN 2950 WHEN 3807 THEN 3802 ELSE 0 END;
CREATE MACRO fl.fl_pg.format_type(t, m) AS
  CASE WHEN t IS NULL THEN NULL
       WHEN fl.fl_pg.fl_element_type(t) <> 0
         THEN fl.fl_pg.fl_scalar_type(fl.fl_pg.fl_element_type(t)) || '[]'
       WHEN t::BIGINT = 1700 AND m >= 4
         THEN 'numeric(' || ((m - 4) >> 16) || ',' || ((m - 4) & 65535) || ')'
       WHEN t::BIGINT = 1043 AND m >= 4 THEN 'character varying(' || (m - 4) || ')'
       ELSE fl.fl_pg.fl_scalar_type(t) END;

-- PostgreSQL's number for a type as DuckDB prints it.
CREATE MACRO fl.fl_pg.fl_type_oid(t) AS
  CASE WHEN t LIKE '%[]' THEN
    CASE regexp_replace(t, '(\(.*)?\[\]$', '')
      WHEN 'BOOLEAN' THEN 1000 WHEN 'SMALLINT' THEN 1005 WHEN 'TINYINT' THEN 1005
      WHEN 'INTEGER' THEN 1007 WHEN 'BIGINT' THEN 1016 WHEN 'UINTEGER' THEN 1028
      WHEN 'FLOAT' THEN 1022 WHEN 'DOUBLE' THEN 1022 ELSE 1009 END
  ELSE
    CASE regexp_replace(t, '\(.*$', '')
      WHEN 'BOOLEAN' THEN 16 WHEN 'BLOB' THEN 17 WHEN 'BIGINT' THEN 20 WHEN 'TINYINT' THEN 21
      WHEN 'UTINYINT' THEN 21 WHEN 'SMALLINT' THEN 21 WHEN 'INTEGER' THEN 23 WHEN 'USMALLINT' THEN 23
      WHEN 'UINTEGER' THEN 26 WHEN 'FLOAT' THEN 700 WHEN 'DOUBLE' THEN 701 WHEN 'DATE' THEN 1082
      WHEN 'TIME' THEN 1083 WHEN 'TIMESTAMP' THEN 1114 WHEN 'TIMESTAMP_S' THEN 1114
      WHEN 'TIMESTAMP_MS' THEN 1114 WHEN 'TIMESTAMP_NS' THEN 1114
      WHEN 'TIMESTAMP WITH TIME ZONE' THEN 1184 WHEN 'INTERVAL' THEN 1186 WHEN 'DECIMAL' THEN 1700
      WHEN 'HUGEINT' THEN 1700 WHEN 'UHUGEINT' THEN 1700 WHEN 'UBIGINT' THEN 1700
      WHEN 'UUID' THEN 2950 WHEN 'JSON' THEN 114 WHEN 'STRUCT' THEN 114 WHEN 'MAP' THEN 114
      ELSE 25 END
  END;
-- Access lists have no type of their own in DuckDB.
CREATE MACRO fl.fl_pg.fl_column_type(n, t) AS
  CASE WHEN t = 'VARCHAR[]' AND (n = 'privileges' OR n LIKE '%acl') THEN 1034
       ELSE fl.fl_pg.fl_type_oid(t) END;
CREATE MACRO fl.fl_pg.fl_type_modifier(t) AS
  CASE WHEN t LIKE 'DECIMAL(%)' THEN
    ((regexp_extract(t, '\((\d+),(\d+)\)', 1)::INTEGER << 16)
      + regexp_extract(t, '\((\d+),(\d+)\)', 2)::INTEGER + 4)::INTEGER
  ELSE -1 END;

-- Arrays.
CREATE MACRO fl.fl_pg.array_upper(a, d) AS CASE WHEN d = 1 AND len(a) > 0 THEN len(a)::INTEGER END;
CREATE MACRO fl.fl_pg.array_lower(a, d) AS CASE WHEN d = 1 AND len(a) > 0 THEN 1 END;
CREATE MACRO fl.fl_pg.array_remove(a, v) AS list_filter(a, lambda e: e IS DISTINCT FROM v);
CREATE MACRO fl.fl_pg.array_in(v) AS
  CASE WHEN v = '{}' THEN []::VARCHAR[] ELSE
    list_transform(string_split(v[2:-2], ','), lambda e: trim(e, '"')) END;
CREATE MACRO fl.fl_information._pg_expandarray(a) AS
  unnest(list_transform(a, lambda e, i: {'x': e, 'n': i}));

-- The words of the language.
CREATE MACRO fl.fl_pg.pg_get_keywords() AS TABLE
SELECT keyword_name AS word,
       CASE keyword_category WHEN 'reserved' THEN 'R' WHEN 'column_name' THEN 'C'
                             WHEN 'type_function' THEN 'T' ELSE 'U' END AS catcode,
       true AS barelabel, keyword_category AS catdesc, 'bare label' AS baredesc
FROM duckdb_keywords();

-- What is always visible, empty or without a text here.
CREATE MACRO fl.fl_pg.pg_type_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_function_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_operator_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_collation_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_opclass_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_opfamily_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_conversion_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_statistics_obj_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_ts_config_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_ts_dict_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_ts_parser_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_ts_template_is_visible(o) AS true;
CREATE MACRO fl.fl_pg.pg_relation_is_publishable(o) AS false;
CREATE MACRO fl.fl_pg.pg_get_statisticsobjdef_columns(o) AS NULL::VARCHAR;
CREATE MACRO fl.fl_pg.pg_get_expr(e, r) AS e::VARCHAR, (e, r, pretty) AS e::VARCHAR;
CREATE MACRO fl.fl_pg.pg_get_function_result(o) AS NULL::VARCHAR;
CREATE MACRO fl.fl_pg.pg_get_function_arguments(o) AS NULL::VARCHAR;
CREATE MACRO fl.fl_pg.pg_get_function_identity_arguments(o) AS NULL::VARCHAR;
CREATE MACRO fl.fl_pg.pg_get_function_sqlbody(o) AS NULL::VARCHAR;
CREATE MACRO fl.fl_pg.pg_get_triggerdef(o) AS NULL::VARCHAR, (o, p) AS NULL::VARCHAR;
CREATE MACRO fl.fl_pg.pg_get_ruledef(o) AS NULL::VARCHAR, (o, p) AS NULL::VARCHAR;
CREATE MACRO fl.fl_pg.pg_table_size(o) AS 0::BIGINT;
CREATE MACRO fl.fl_pg.pg_total_relation_size(o) AS 0::BIGINT;
CREATE MACRO fl.fl_pg.pg_relation_size(o) AS 0::BIGINT;
CREATE MACRO fl.fl_pg.pg_database_size(o) AS 0::BIGINT;
CREATE MACRO fl.fl_pg.pg_tablespace_size(o) AS 0::BIGINT;
CREATE MACRO fl.fl_pg.pg_size_pretty(n) AS n || ' bytes';
CREATE MACRO fl.fl_pg.pg_tablespace_location(o) AS '';

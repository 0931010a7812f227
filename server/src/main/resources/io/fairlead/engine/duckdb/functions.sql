-- PostgreSQL's functions that DuckDB lacks, or has with another meaning.

CREATE SCHEMA fl.fl_pg;
CREATE SCHEMA fl.fl_information;
CREATE SCHEMA fl.mz_catalog;
CREATE SCHEMA fl.mz_internal;

CREATE TYPE fl.fl_pg.name AS VARCHAR;
CREATE TYPE fl.fl_pg."char" AS VARCHAR;
CREATE TYPE fl.fl_pg.aclitem AS VARCHAR;
CREATE TYPE fl.fl_pg.cstring AS VARCHAR;
CREATE TYPE fl.fl_pg.jsonb AS JSON;
CREATE TYPE fl.fl_pg.xid AS UINTEGER;

CREATE MACRO fl.fl_pg.version() AS 'PostgreSQL 15.0 (Fairlead)';
CREATE MACRO fl.fl_pg.session_role() AS (SELECT role FROM fl_session());
CREATE MACRO fl.fl_pg.pg_backend_pid() AS (SELECT process::INTEGER FROM fl_session());

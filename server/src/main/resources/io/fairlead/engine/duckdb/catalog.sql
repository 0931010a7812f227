-- The relations of Materialize's catalog, over the image of the statement. The table functions give
-- numbers; ids, owners and statements are made here, so that DuckDB makes them for the rows that
-- are left when it has filtered.

CREATE VIEW fl.mz_catalog.mz_connections AS
SELECT 'u' || number AS id, (number + 16384)::UINTEGER AS oid, 'u' || schema_number AS schema_id, name, type,
       'u' || owner_number AS owner_id, [fl_grant(scope, owner_number)] AS privileges,
       fl_create_sql(scope, number) AS create_sql,
       fl_redacted_create_sql(scope, number) AS redacted_create_sql
FROM fl_connections();

CREATE VIEW fl.mz_catalog.mz_ssh_tunnel_connections AS
SELECT 'u' || number AS id, public_key_1, public_key_2 FROM fl_connections() WHERE type = 'ssh-tunnel';

CREATE VIEW fl.mz_catalog.mz_kafka_connections AS
SELECT 'u' || number AS id, string_split(brokers, chr(10)) AS brokers, sink_progress_topic
FROM fl_connections() WHERE type = 'kafka';

CREATE VIEW fl.mz_catalog.mz_secrets AS
SELECT 'u' || number AS id, (number + 16384)::UINTEGER AS oid, 'u' || schema_number AS schema_id, name,
       'u' || owner_number AS owner_id, [fl_grant(scope, owner_number)] AS privileges
FROM fl_secrets();

CREATE VIEW fl.mz_catalog.mz_databases AS
SELECT 'u0' AS id, 16384::UINTEGER AS oid, 'fairlead' AS name, id AS owner_id,
       [name || '=UC/' || name] AS privileges
FROM fl_roles() WHERE name = 'admin';

CREATE VIEW fl.mz_catalog.mz_schemas AS
SELECT id, oid, 'u0' AS database_id, name, owner_id, [owner || '=UC/' || owner] AS privileges
FROM fl_schemas();

CREATE VIEW fl.mz_catalog.mz_roles AS
SELECT id, oid, name, true AS inherit, login AS rolcanlogin, superuser AS rolsuper
FROM fl_roles();

CREATE VIEW fl.mz_catalog.mz_role_members AS
SELECT role_id, member_id AS member, grantor_id AS grantor FROM fl_members();

CREATE VIEW fl.mz_catalog.mz_objects AS
SELECT 'u' || number AS id, (number + 16384)::UINTEGER AS oid, 'u' || schema_number AS schema_id, name, kind AS type,
       'u' || owner_number AS owner_id, NULL::VARCHAR AS cluster_id,
       [fl_grant(scope, owner_number)] AS privileges
FROM fl_objects() WHERE item;

CREATE VIEW fl.mz_internal.mz_object_dependencies AS
SELECT object_id, referenced_object_id FROM fl_dependencies();

CREATE VIEW fl.mz_internal.mz_object_transitive_dependencies AS
SELECT object_id, referenced_object_id FROM fl_transitive_dependencies();

CREATE VIEW fl.mz_internal.mz_comments AS
SELECT 'u' || number AS id, kind AS object_type, NULL::INTEGER AS object_sub_id, comment
FROM fl_objects() WHERE comment <> '';

CREATE VIEW fl.mz_internal.mz_show_connections AS
SELECT 'u' || schema_number AS schema_id, name, type, comment, secrets FROM fl_connections();

-- Ours: which version of each of its secrets a connection last signed in with, since the start.
CREATE VIEW fl.mz_internal.fl_connection_secrets AS
SELECT connection_id, connection, option, secret_id, secret,
       pinned_version::BIGINT AS pinned_version, current_version::BIGINT AS current_version,
       last_version::BIGINT AS last_version, (last_at || '+00')::TIMESTAMPTZ AS last_at, last_by
FROM fl_connection_secrets();

CREATE VIEW fl.mz_internal.mz_show_secrets AS
SELECT 'u' || schema_number AS schema_id, name, comment FROM fl_secrets();

CREATE VIEW fl.mz_internal.mz_object_fully_qualified_names AS
SELECT 'u' || number AS id, name, kind AS object_type, 'u' || schema_number AS schema_id,
       schema_name, 'u0' AS database_id, 'fairlead' AS database_name, NULL::VARCHAR AS cluster_id
FROM fl_objects() WHERE item;

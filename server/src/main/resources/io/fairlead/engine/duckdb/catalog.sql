-- The relations of Materialize's catalog, over the image of the statement. The table functions give
-- numbers; ids, owners and statements are made here, so that DuckDB makes them for the rows that
-- are left when it has filtered.

CREATE VIEW fl.mz_catalog.mz_connections AS
SELECT 'u' || number AS id, (number + 16384)::UINTEGER AS oid, 'u' || schema_number AS schema_id, name, type,
       'u' || owner_number AS owner_id, string_split(fl_acl(scope, number), chr(10)) AS privileges,
       fl_create_sql(scope, number) AS create_sql,
       fl_redacted_create_sql(scope, number) AS redacted_create_sql
FROM fl_connections();

CREATE VIEW fl.mz_catalog.mz_ssh_tunnel_connections AS
SELECT 'u' || number AS id, public_key_1, public_key_2 FROM fl_connections() WHERE type = 'ssh-tunnel';

CREATE VIEW fl.mz_catalog.mz_kafka_connections AS
SELECT 'u' || number AS id, string_split(brokers, chr(10)) AS brokers, sink_progress_topic
FROM fl_connections() WHERE type = 'kafka';

CREATE VIEW fl.mz_internal.mz_aws_connections AS
SELECT 'u' || number AS id, endpoint, region, access_key_id,
       access_key_id_secret AS access_key_id_secret_id,
       secret_access_key_secret AS secret_access_key_secret_id,
       session_token, session_token_secret AS session_token_secret_id, assume_role_arn,
       role_session_name AS assume_role_session_name, NULL::VARCHAR AS principal, external_id,
       CASE WHEN external_id IS NOT NULL THEN
         json_object('Version', '2012-10-17', 'Statement', json_array(json_object(
           'Effect', 'Allow', 'Principal', json_object('AWS', '<the principal of this server>'),
           'Action', 'sts:AssumeRole',
           'Condition', json_object('StringEquals', json_object('sts:ExternalId', external_id)))))
       END AS example_trust_policy
FROM fl_aws_connections();

-- There is no endpoint service whose principal or status could be told.
CREATE VIEW fl.mz_catalog.mz_aws_privatelink_connections AS
SELECT 'u' || number AS id, NULL::VARCHAR AS principal
FROM fl_connections() WHERE type = 'aws-privatelink';

CREATE VIEW fl.mz_internal.mz_aws_privatelink_connection_status_history AS
SELECT NULL::TIMESTAMPTZ AS occurred_at, NULL::VARCHAR AS connection_id, NULL::VARCHAR AS status
WHERE false;

CREATE VIEW fl.mz_internal.mz_aws_privatelink_connection_statuses AS
SELECT 'u' || number AS id, name, NULL::TIMESTAMPTZ AS last_status_change_at, 'unknown' AS status
FROM fl_connections() WHERE type = 'aws-privatelink';

CREATE VIEW fl.mz_catalog.mz_secrets AS
SELECT 'u' || number AS id, (number + 16384)::UINTEGER AS oid, 'u' || schema_number AS schema_id, name,
       'u' || owner_number AS owner_id, string_split(fl_acl(scope, number), chr(10)) AS privileges
FROM fl_secrets();

CREATE VIEW fl.mz_catalog.mz_databases AS
SELECT 'u0' AS id, 16384::UINTEGER AS oid, 'fairlead' AS name, id AS owner_id,
       [name || '=UC/' || name] AS privileges
FROM fl_roles() WHERE name = 'admin';

CREATE VIEW fl.mz_catalog.mz_schemas AS
SELECT id, oid, 'u0' AS database_id, name, owner_id, string_split(acl, chr(10)) AS privileges
FROM fl_schemas();

CREATE VIEW fl.mz_catalog.mz_roles AS
SELECT id, oid, name, true AS inherit, login AS rolcanlogin, superuser AS rolsuper
FROM fl_roles();

CREATE VIEW fl.mz_catalog.mz_role_members AS
SELECT role_id, member_id AS member, grantor_id AS grantor FROM fl_members();

CREATE VIEW fl.mz_catalog.mz_objects AS
SELECT 'u' || number AS id, (number + 16384)::UINTEGER AS oid, 'u' || schema_number AS schema_id, name, kind AS type,
       'u' || owner_number AS owner_id, NULL::VARCHAR AS cluster_id,
       string_split(fl_acl(scope, number), chr(10)) AS privileges
FROM fl_objects() WHERE item;

CREATE VIEW fl.mz_internal.mz_object_dependencies AS
SELECT object_id, referenced_object_id FROM fl_dependencies();

CREATE VIEW fl.mz_internal.mz_object_transitive_dependencies AS
SELECT object_id, referenced_object_id FROM fl_transitive_dependencies();

CREATE VIEW fl.mz_internal.mz_comments AS
SELECT 'u' || number AS id, kind AS object_type, NULL::INTEGER AS object_sub_id, comment
FROM fl_objects() WHERE comment <> '';

CREATE VIEW fl.mz_internal.mz_show_connections AS
SELECT 'u' || schema_number AS schema_id, name, type, comment FROM fl_connections();

-- Ours: what SHOW CONNECTIONS shows.
CREATE VIEW fl.mz_internal.fl_show_connections AS
SELECT 'u' || schema_number AS schema_id, name, type, comment, secrets FROM fl_connections();

-- Ours: which version of each of its secrets a connection last signed in with, since the start.
CREATE VIEW fl.mz_internal.fl_connection_secrets AS
SELECT connection_id, connection, option, secret_id, secret,
       pinned_version::BIGINT AS pinned_version, current_version::BIGINT AS current_version,
       last_version::BIGINT AS last_version, (last_at || '+00')::TIMESTAMPTZ AS last_at, last_by
FROM fl_connection_secrets();

CREATE VIEW fl.mz_internal.mz_show_secrets AS
SELECT 'u' || schema_number AS schema_id, name, comment FROM fl_secrets();

-- Sources: pipelines with a table of their own. There are no clusters, and no keys of messages.
CREATE VIEW fl.mz_catalog.mz_sources AS
SELECT 'u' || number AS id, (number + 16384)::UINTEGER AS oid, 'u' || schema_number AS schema_id, name,
       lower(source_type) AS type, 'u' || connection_number AS connection_id, NULL::VARCHAR AS size,
       'none' AS envelope_type, NULL::VARCHAR AS key_format, format AS value_format,
       NULL::VARCHAR AS cluster_id, 'u' || owner_number AS owner_id
FROM fl_pipelines() WHERE source;

CREATE VIEW fl.mz_internal.mz_source_statuses AS
SELECT id, name, type, last_status_change_at, status,
       CASE WHEN status = 'stalled' THEN
         (SELECT arg_max(message, happened) FROM fairlead.fl_loads.pipeline_errors e
          WHERE e.pipeline = number) END AS error,
       NULL::JSON AS details
FROM (SELECT number, 'u' || number AS id, name, lower(source_type) AS type,
             make_timestamptz(updated) AS last_status_change_at,
             CASE WHEN state = 'Error' OR (state = 'Running' AND fails) THEN 'stalled'
                  WHEN state = 'Running' THEN 'running' ELSE 'paused' END AS status
      FROM fl_pipelines() WHERE source);

CREATE VIEW fl.mz_internal.mz_show_sources AS
SELECT 'u' || schema_number AS schema_id, name, lower(source_type) AS type, NULL::VARCHAR AS cluster, comment
FROM fl_pipelines() WHERE source;

CREATE VIEW fl.mz_internal.mz_show_all_objects AS
SELECT 'u' || schema_number AS schema_id, name, kind AS type, comment FROM fl_objects() WHERE item;

CREATE VIEW fl.mz_internal.mz_show_schemas AS
SELECT 'u0' AS database_id, name, comment FROM fl_schemas();

CREATE VIEW fl.mz_internal.mz_show_roles AS
SELECT name, comment FROM fl_roles();

CREATE VIEW fl.mz_internal.mz_object_fully_qualified_names AS
SELECT 'u' || number AS id, name, kind AS object_type, 'u' || schema_number AS schema_id,
       schema_name, 'u0' AS database_id, 'fairlead' AS database_name, NULL::VARCHAR AS cluster_id
FROM fl_objects() WHERE item;

CREATE VIEW fl.mz_catalog.mz_default_privileges AS
SELECT role_id, CASE WHEN schema_id IS NOT NULL THEN 'u0' END AS database_id, schema_id, object_type,
       grantee_id AS grantee, letters AS privileges
FROM fl_default_privileges();

-- Privileges by names instead of ids. Each view has a second one with what concerns the session's role.

CREATE VIEW fl.mz_internal.mz_show_all_privileges AS
SELECT grantor, grantee, 'fairlead' AS database, schema, name, object_type, privilege_type
FROM fl_privileges();

CREATE VIEW fl.mz_internal.mz_show_all_my_privileges AS
SELECT * FROM fl.mz_internal.mz_show_all_privileges
WHERE CASE WHEN grantee = 'PUBLIC' THEN true ELSE fl.fl_pg.pg_has_role(grantee, 'USAGE') END;

CREATE VIEW fl.mz_internal.mz_show_object_privileges AS
SELECT * FROM fl.mz_internal.mz_show_all_privileges WHERE object_type <> 'schema';

CREATE VIEW fl.mz_internal.mz_show_my_object_privileges AS
SELECT * FROM fl.mz_internal.mz_show_all_my_privileges WHERE object_type <> 'schema';

CREATE VIEW fl.mz_internal.mz_show_schema_privileges AS
SELECT grantor, grantee, database, name, privilege_type
FROM fl.mz_internal.mz_show_all_privileges WHERE object_type = 'schema';

CREATE VIEW fl.mz_internal.mz_show_my_schema_privileges AS
SELECT grantor, grantee, database, name, privilege_type
FROM fl.mz_internal.mz_show_all_my_privileges WHERE object_type = 'schema';

CREATE VIEW fl.mz_internal.mz_show_default_privileges AS
SELECT role_name AS object_owner, CASE WHEN schema_name IS NOT NULL THEN 'fairlead' END AS database,
       schema_name AS schema, object_type, grantee_name AS grantee,
       unnest(string_split(words, chr(10))) AS privilege_type
FROM fl_default_privileges();

CREATE VIEW fl.mz_internal.mz_show_my_default_privileges AS
SELECT * FROM fl.mz_internal.mz_show_default_privileges
WHERE CASE WHEN grantee = 'PUBLIC' THEN true ELSE fl.fl_pg.pg_has_role(grantee, 'USAGE') END;

CREATE VIEW fl.mz_internal.mz_show_role_members AS
SELECT role_name AS role, member_name AS member, grantor_name AS grantor FROM fl_members();

CREATE VIEW fl.mz_internal.mz_show_my_role_members AS
SELECT * FROM fl.mz_internal.mz_show_role_members WHERE fl.fl_pg.pg_has_role(member, 'USAGE');
-- What was done, from the history, and what was refused. Times come as microseconds.
CREATE VIEW fl.mz_catalog.mz_audit_events AS
SELECT id::UBIGINT AS id, event_type, object_type, details::JSON AS details, role AS "user",
       make_timestamp(happened)::TIMESTAMPTZ AS occurred_at
FROM fl_audit();

CREATE VIEW fl.mz_internal.mz_object_lifetimes AS
SELECT details ->> 'id' AS id, NULL::VARCHAR AS previous_id, object_type, event_type, occurred_at
FROM fl.mz_catalog.mz_audit_events WHERE event_type IN ('create', 'drop');

CREATE VIEW fl.mz_internal.mz_object_history AS
SELECT id, NULL::VARCHAR AS cluster_id, any_value(object_type) AS object_type,
       min(occurred_at) FILTER (event_type = 'create') AS created_at,
       max(occurred_at) FILTER (event_type = 'drop') AS dropped_at
FROM fl.mz_internal.mz_object_lifetimes GROUP BY id;

-- The relations of Materialize's catalog.

CREATE VIEW fl.mz_catalog.mz_connections AS
SELECT id, oid, schema_id, name, type, owner_id,
       [owner || '=U/' || owner] AS privileges,
       fl_create_sql(scope, number) AS create_sql,
       fl_redacted_create_sql(scope, number) AS redacted_create_sql
FROM fl_connections();

CREATE VIEW fl.mz_catalog.mz_ssh_tunnel_connections AS
SELECT id, public_key_1, public_key_2
FROM fl_connections()
WHERE type = 'ssh-tunnel';

CREATE VIEW fl.mz_catalog.mz_secrets AS
SELECT id, oid, schema_id, name, owner_id, [owner || '=U/' || owner] AS privileges
FROM fl_secrets();

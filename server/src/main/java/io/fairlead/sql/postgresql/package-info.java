/// What every PostgreSQL client says to a server whatever the server is for: transactions,
/// settings, roles and schemas. It must never read what belongs to the engine or to a vendor's
/// dialect. Read [PostgresqlDialect] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.postgresql;

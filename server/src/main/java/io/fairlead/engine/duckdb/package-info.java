/// DuckDB as the query engine, in process. Rewrites PostgreSQL's spellings, shows the catalog's
/// image as table functions and keeps users away from the host. It must never let a DuckDB message,
/// path or stack trace out as it is. Read [DuckDbEngine] first, then [DuckDbSession].
@org.jspecify.annotations.NullMarked
package io.fairlead.engine.duckdb;

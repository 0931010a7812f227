/// The catalog on disk: one schema of tables, kept by SQLite in a data folder or by PostgreSQL for
/// several servers. It must never decide anything: it keeps what it is given, and proves that
/// nobody else changed it. Read [JdbcStore] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.catalog.store;

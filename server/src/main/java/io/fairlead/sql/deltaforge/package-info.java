/// DeltaForge's grammar for connections, credentials and credential storages, and how it prints them.
/// It must never decide whether a statement is allowed or an option fits a type: that is the
/// command's business. Read [DeltaForgeDialect] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.deltaforge;

/// Materialize's grammar for connections and secrets, and how it prints them.
/// It must never decide whether a statement is allowed or an option fits a type: that is the
/// command's business. Read [MaterializeDialect] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.materialize;

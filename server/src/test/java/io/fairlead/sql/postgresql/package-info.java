/// Tests of PostgreSQL's own statements.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.postgresql;

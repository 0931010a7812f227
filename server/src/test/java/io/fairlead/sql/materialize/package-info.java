/// Tests of Materialize's grammar.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.materialize;

/// Tests of Databend's grammar.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.databend;

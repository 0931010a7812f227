/// Tests of DeltaForge's grammar.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.deltaforge;

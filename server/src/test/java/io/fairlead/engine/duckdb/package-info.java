/// Tests of the engine against images made by hand, without a protocol around them.
@org.jspecify.annotations.NullMarked
package io.fairlead.engine.duckdb;

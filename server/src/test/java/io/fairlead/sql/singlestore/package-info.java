/// Tests of SingleStore's grammar.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.singlestore;

/// Tests of SingleStore's dialect.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql.singlestore;

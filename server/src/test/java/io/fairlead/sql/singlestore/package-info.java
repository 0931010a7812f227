@org.jspecify.annotations.NullMarked
package io.fairlead.sql.singlestore;

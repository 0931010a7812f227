/// Tests of the links that stay open.
@org.jspecify.annotations.NullMarked
package io.fairlead.pool;

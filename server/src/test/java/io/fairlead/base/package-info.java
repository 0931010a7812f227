/// Tests of the small parts.
@org.jspecify.annotations.NullMarked
package io.fairlead.base;

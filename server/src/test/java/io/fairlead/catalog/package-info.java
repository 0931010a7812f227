/// Tests of the catalog, and stores that misbehave.
@org.jspecify.annotations.NullMarked
package io.fairlead.catalog;

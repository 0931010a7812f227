/// What the server believes: the immutable [Image], the durable list of changes that made it, and
/// the one writer that adds to that list. It must never know a statement, a dialect or a connector.
/// Read [Image], then [Catalog].
@org.jspecify.annotations.NullMarked
package io.fairlead.catalog;

/// Live links: opened for a connection as the catalog has it, leased for a while, kept for the next
/// one, and given up when what they stand on has changed. It must never hand out a link whose
/// definition is not the catalog's, and never hold one open that nobody will use. Read [Pool] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.pool;

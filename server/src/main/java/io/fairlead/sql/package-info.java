/// The language: statements, the edits of options, tokens, results and the [Dialect] interface.
/// It must never touch the catalog, the network or a connector; what a vendor calls things stays in
/// the dialect's own folder. Read [Statement] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.sql;

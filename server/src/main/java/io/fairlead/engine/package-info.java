/// The query engine behind one interface: tables, views and the relations of the catalog. It must
/// never change the catalog and never reach the network by itself. Read [Engine] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.engine;

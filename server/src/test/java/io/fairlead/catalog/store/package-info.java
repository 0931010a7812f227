/// Tests of the catalog's stores. Read [StoreContract] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.catalog.store;

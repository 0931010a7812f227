/// Tests of the vaults of others.
@org.jspecify.annotations.NullMarked
package io.fairlead.vault;

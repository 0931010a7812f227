/// The contract of every secret store. Read [SecretStoreContract].
@org.jspecify.annotations.NullMarked
package io.fairlead.secret;

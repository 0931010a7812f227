/// Tests of the local vault and its master key.
@org.jspecify.annotations.NullMarked
package io.fairlead.secret.local;

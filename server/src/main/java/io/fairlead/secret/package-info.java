/// Secret bytes and the places that keep them. It must never print, compare or log a secret, and
/// must never know what a secret is for. Read [SecretBytes] first.
@org.jspecify.annotations.NullMarked
package io.fairlead.secret;

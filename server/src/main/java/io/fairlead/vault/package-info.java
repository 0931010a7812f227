/// Secrets that other systems keep: read afresh at every use, and kept there under names of this
/// server's own. It must never hold a value for longer than a call, but for the sealed last ones of
/// linked secrets that allow it, and must never ask a vault on the way into a vault. Read [Vaults]
/// first.
@org.jspecify.annotations.NullMarked
package io.fairlead.vault;

package io.fairlead.vault;

import io.fairlead.secret.SecretBytes;
import java.time.Instant;

/// A vault has just given a value. It is shared by all who asked for it, so nobody closes it.
///
/// @param nanos the same moment on the clock that never goes back
record Reading(SecretBytes value, Instant at, long nanos) {}

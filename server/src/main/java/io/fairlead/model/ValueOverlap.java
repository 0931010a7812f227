package io.fairlead.model;

import java.time.Instant;

/// An earlier value of a secret that serves for a while yet, where the current one is refused.
///
/// @param version of the earlier value
/// @param until when it is over
/// @param proofs after so many sign-ins with the current value it is over too
public record ValueOverlap(int version, Instant until, int proofs) {}

package io.fairlead.model;

import java.time.Instant;

/// Secrets that a connection used before and that serve for a while yet, where the present ones are
/// refused.
///
/// @param before the options that had another secret, each with the version of then
/// @param until when it is over
/// @param proofs after so many sign-ins with the present secrets it is over too
public record CredentialOverlap(Options before, Instant until, int proofs) {}

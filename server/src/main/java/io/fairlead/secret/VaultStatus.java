package io.fairlead.secret;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What this server knows of a linked secret's value since its start.
///
/// @param lastRead when its vault last gave it
/// @param age how long ago that is
/// @param staleSince when its vault first gave no answer after that; empty while it answers
public record VaultStatus(Instant lastRead, Duration age, Optional<Instant> staleSince) {}

package io.fairlead.model;

import java.time.Duration;
import java.util.Optional;

/// Where a linked secret has its value: under a name of the vault that the secret is stored in.
///
/// @param name the vault's own
/// @param maxStale how old a value may be that is used while the vault gives no answer; empty: none is
public record SecretLink(String name, Optional<Duration> maxStale) {}

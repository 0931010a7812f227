package io.fairlead.connector;

import java.time.Instant;

/// Temporary keys of a role.
///
/// @param end when AWS stops to accept them
record AwsSession(AwsCredentials credentials, Instant end) {}

package io.fairlead.engine;

/// What the engine is told by others beside the image: the network is reached, and statuses are kept,
/// elsewhere.
public record Outside(RemoteQueries queries, SecretUsage secrets) {}

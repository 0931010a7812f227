package io.fairlead.connector.environment;

/// There is nothing to configure: the server's start decides what is there.
public record EnvironmentConfig() {}

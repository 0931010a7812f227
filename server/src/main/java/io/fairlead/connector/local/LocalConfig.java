package io.fairlead.connector.local;

import java.nio.file.Path;
import java.util.Optional;

/// @param path absolute and without detours; empty when there was something wrong with it
public record LocalConfig(Optional<Path> path) {}

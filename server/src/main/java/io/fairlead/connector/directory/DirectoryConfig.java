package io.fairlead.connector.directory;

import java.nio.file.Path;

/// @param root the allowed directory below which `path` is
public record DirectoryConfig(Path path, Path root) {}

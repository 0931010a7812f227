package io.fairlead.connector;

import io.fairlead.connector.local.LocalType;
import io.fairlead.model.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A folder of this machine.
final class LocalKind implements StorageKind {
  private final Path folder;
  private final Workbench workbench;

  LocalKind() throws IOException {
    folder = Files.createTempDirectory("objects");
    workbench = new Workbench(new LocalType(List.of(folder)));
  }

  @Override
  public Workbench workbench() {
    return workbench;
  }

  @Override
  public Connection right() {
    return workbench.connection("local", "path", folder.resolve("a b/ü").toString());
  }

  @Override
  public Optional<Connection> wrong() {
    return Optional.empty();
  }

  @Override
  public Optional<Connection> at(int port) {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public String toString() {
    return "local";
  }
}

package io.fairlead.connector.directory;

import io.fairlead.connector.VaultKind;
import io.fairlead.connector.Workbench;
import io.fairlead.model.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A directory as Kubernetes mounts it: each name is a link into `..data`, which is a link to the
/// newest set of files.
public final class DirectoryKind implements VaultKind.Local {
  final Path root = Files.createTempDirectory("fairlead-secrets");
  final Path mount = Files.createDirectory(root.resolve("mount"));
  private final Map<String, String> files = new TreeMap<>();
  private int sets;

  public DirectoryKind() throws IOException {}

  @Override
  public Workbench workbench() {
    return new Workbench(new DirectoryType(List.of(root)));
  }

  @Override
  public String secretName() {
    return "db.password";
  }

  @Override
  public void put(String name, String value) throws IOException {
    files.put(name, value);
    Path set = Files.createDirectory(mount.resolve("..set" + ++sets));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(set.resolve(file.getKey()), file.getValue());
    }
    Path link = Files.createSymbolicLink(mount.resolve("..next"), set.getFileName());
    Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    Path visible = mount.resolve(name);
    if (!Files.isSymbolicLink(visible)) {
      Files.createSymbolicLink(visible, Path.of("..data", name));
    }
  }

  @Override
  public Connection connection(Workbench workbench) {
    return workbench.connection("secret-directory", "path", mount.toString());
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      all.sorted(Comparator.reverseOrder()).forEach(DirectoryKind::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

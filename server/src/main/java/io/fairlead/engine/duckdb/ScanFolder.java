package io.fairlead.engine.duckdb;

import io.fairlead.model.ObjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The one folder that DuckDB may read and write for external tables. A statement finds in a folder
/// of its own hard links to the cached files that it reads, and leaves there the file that it
/// makes.
///
/// The cache itself is out of DuckDB's reach: DuckDB follows symbolic links before it decides what
/// it may open. The name of this folder cannot be guessed, so that no query with a path in it,
/// where queries may read files at all, reaches another one's.
final class ScanFolder implements AutoCloseable {
  private static final String PREFIX = "scan-";

  private final Path root;
  private final AtomicLong last = new AtomicLong();

  private ScanFolder(Path root) {
    this.root = root;
  }

  /// @param cache whose file system it shares; what an earlier process left beside it goes
  static ScanFolder beside(Path cache) {
    Path folder = cache.toAbsolutePath().normalize();
    Path parent = folder.getParent() == null ? folder : folder.getParent();
    try {
      Files.createDirectories(parent);
      try (DirectoryStream<Path> old = Files.newDirectoryStream(parent, PREFIX + "*")) {
        old.forEach(ScanFolder::delete);
      }
      return new ScanFolder(Files.createTempDirectory(parent, PREFIX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path root() {
    return root;
  }

  /// An empty folder, for one statement.
  Path open() {
    try {
      return Files.createDirectory(root.resolve(Long.toString(last.incrementAndGet())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A folder in a statement's folder, for the files of one table.
  static Path inside(Path folder, ObjectId table) {
    return inside(folder, table.toString());
  }

  static Path inside(Path folder, String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The file under a name that says nothing.
  static Path link(Path folder, String name, Path file) {
    try {
      return Files.createLink(folder.resolve(name), file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Deletes a folder and what is in it, if it is there.
  static void delete(Path folder) {
    try {
      if (Files.exists(folder)) {
        Files.walkFileTree(folder, new Deleting());
      }
    } catch (IOException e) {
      // What is left is deleted at the next start.
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
        throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }

  @Override
  public void close() {
    delete(root);
  }
}

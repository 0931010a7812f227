package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Access;
import io.fairlead.engine.ExternalFiles;
import io.fairlead.engine.View;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.sql.FileSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// Places that are folders of this machine: one named after each table's id, and one that a URI or
/// a stage names. What is read comes into a cache by ranges, so that all else of a file is zeros
/// there.
class FolderFiles implements ExternalFiles {
  private final Path places;
  private final Path cache;
  /// What was asked for: `name offset+bytes`.
  final List<String> asked = new ArrayList<>();
  final CountDownLatch waiting = new CountDownLatch(1);
  int open;

  FolderFiles(Path folder) {
    this.places = folder.resolve("places");
    this.cache = folder.resolve("cache");
  }

  Path place(String name) {
    try {
      return Files.createDirectories(places.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many bytes were asked for.
  synchronized long bytes() {
    return asked.stream()
        .mapToLong(range -> Long.parseLong(range.substring(range.indexOf('+') + 1)))
        .sum();
  }

  synchronized void forget() {
    asked.clear();
    ScanFolder.delete(cache);
  }

  @Override
  public Path folder() {
    return cache;
  }

  @Override
  public Place table(View view, ObjectId table, Use use) {
    CatalogObject object = view.image().get(table);
    Access access = Access.of(view.image(), view.image().role(view.role()).orElseThrow());
    Privilege needed = use == Use.READ ? Privilege.SELECT : Privilege.INSERT;
    if (!access.may(needed, object)) {
      throw Refusal.of(
          ProblemKind.FORBIDDEN,
          "permission denied for table \"" + object.name().object() + "\"");
    }
    return opened(place(table.toString()));
  }

  @Override
  public Place files(View view, FileSource files, Use use) {
    return switch (files) {
      case FileSource.InStage(var stage, String path) ->
          opened(place(stage.object() + "/" + path));
      case FileSource.At(String uri, _) -> opened(place(uri.replaceAll("[^a-z0-9/]", "")));
      case FileSource.ByPath(String path, _, _) -> opened(place(path));
    };
  }

  private synchronized Place opened(Path place) {
    open++;
    return new FolderPlace(place);
  }

  /// What happens before each answer.
  void answering(String what) {}

  private final class FolderPlace implements Place {
    private final Path place;

    FolderPlace(Path place) {
      this.place = place;
    }

    @Override
    public List<RemoteFile> list(Deadline deadline) {
      answering("list");
      try (Stream<Path> files = Files.walk(place)) {
        return files.filter(Files::isRegularFile).sorted().map(this::described).toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private RemoteFile described(Path file) {
      try {
        String etag = Files.size(file) + "-" + Files.getLastModifiedTime(file).toMillis();
        return new RemoteFile(
            place.relativize(file).toString(),
            Files.size(file),
            etag,
            Files.getLastModifiedTime(file).toInstant());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Path local(RemoteFile file, List<Range> ranges, Deadline deadline) {
      answering("local");
      Path kept = cache.resolve(place.getFileName() + "/" + file.name() + "@" + file.etag());
      synchronized (FolderFiles.this) {
        try {
          Files.createDirectories(kept.getParent());
          try (RandomAccessFile from =
                  new RandomAccessFile(place.resolve(file.name()).toFile(), "r");
              RandomAccessFile to = new RandomAccessFile(kept.toFile(), "rw")) {
            to.setLength(file.bytes());
            for (Range range : ranges) {
              asked.add(file.name() + " " + range.offset() + "+" + range.bytes());
              byte[] content = new byte[(int) range.bytes()];
              from.seek(range.offset());
              from.readFully(content);
              to.seek(range.offset());
              to.write(content);
            }
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return kept;
    }

    @Override
    public void write(String name, Path content, Deadline deadline) {
      answering("write");
      try {
        Files.createDirectories(place.resolve(name).getParent());
        Path half = Files.createTempFile(places, "half", "");
        Files.copy(content, half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void delete(String name, Deadline deadline) {
      answering("delete");
      try {
        Files.deleteIfExists(place.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void cancel() {
      waiting.countDown();
    }

    @Override
    public void close() {
      synchronized (FolderFiles.this) {
        open--;
      }
    }
  }
}

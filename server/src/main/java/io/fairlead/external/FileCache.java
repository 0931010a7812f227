package io.fairlead.external;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Options;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Files of elsewhere on this machine's disk, up to a bound; what was used longest ago goes first.
/// A file is known by its place, its name and its etag, so one that has changed is another one.
/// Nothing outlives a restart: which parts of a file are there stands in memory.
public final class FileCache {
  /// @param etag never empty: what has none is not kept under a key that others could find
  record Key(String type, Options place, String name, long bytes, String etag) {}

  private final Path folder;
  private final long most;
  private final Map<Key, CachedFile> files = new LinkedHashMap<>(16, 0.75f, true);
  private long held;
  private long lastName;

  /// @param folder what is in it goes
  /// @param most bytes, which the files of running statements may exceed
  public FileCache(Path folder, long most) {
    this.folder = folder;
    this.most = most;
  }

  public FileCache(Path folder) {
    this(folder, Limits.FILE_CACHE_BYTES);
  }

  /// Makes the folder, and empties it.
  public void start() throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, "*.part")) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
  }

  Path folder() {
    return folder;
  }

  /// The file of a key, made when it is not there; it stays until [#release].
  synchronized CachedFile take(Key key) {
    CachedFile file = files.get(key);
    if (file == null) {
      file = new CachedFile(folder.resolve(++lastName + ".part"), key.bytes());
      try {
        file.make();
      } catch (IOException failure) {
        throw noRoom();
      }
      files.put(key, file);
    }
    file.users++;
    return file;
  }

  static Refusal noRoom() {
    return Problem.of(ProblemKind.DISK_FULL, "the cache of external files cannot be written")
        .withHint("Make room in the data folder.")
        .refusal();
  }

  synchronized void grew(long bytes) {
    held += bytes;
    makeRoom();
  }

  synchronized void release(CachedFile file) {
    file.users--;
    makeRoom();
  }

  /// Bytes that are there now.
  public synchronized long held() {
    return held;
  }

  private void makeRoom() {
    if (held <= most) {
      return;
    }
    List<Key> gone = new ArrayList<>();
    for (Map.Entry<Key, CachedFile> entry : files.entrySet()) {
      if (held <= most) {
        break;
      }
      CachedFile file = entry.getValue();
      if (file.users == 0) {
        held -= file.held();
        gone.add(entry.getKey());
        try {
          file.delete();
        } catch (IOException e) {
          // It is deleted at the next start.
        }
      }
    }
    gone.forEach(files::remove);
  }
}

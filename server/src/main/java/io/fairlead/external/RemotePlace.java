package io.fairlead.external;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.model.StorageUse;
import io.fairlead.pool.ObjectUse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// One place, for one statement.
final class RemotePlace implements Place {
  /// Links to the place, as [ObjectUse] gives them.
  interface Links {
    <T> T run(ObjectUse.Work<T> work, Deadline deadline)
        throws StepFailed, ObjectLink.Gone, IOException;

    default void close() {}
  }

  /// Names of one page of a list.
  private static final int PAGE = 1000;

  private final String what;
  private final String type;
  private final StorageUse storage;
  private final String folder;
  private final String start;
  private final Links links;
  private final FileCache cache;
  private final Fetches fetches;
  private final Fetches.Running running = new Fetches.Running();
  private final List<CachedFile> taken = new ArrayList<>();

  /// @param what for messages: `table "t"`
  /// @param path below the place: a folder, with a slash at its end, or how names begin
  RemotePlace(
      String what,
      String type,
      StorageUse storage,
      String path,
      Links links,
      FileCache cache,
      Fetches fetches) {
    int slash = path.lastIndexOf('/') + 1;
    this.what = what;
    this.type = type;
    this.storage = storage;
    this.folder = path.substring(0, slash);
    this.start = path.substring(slash);
    this.links = links;
    this.cache = cache;
    this.fetches = fetches;
  }

  @Override
  public List<RemoteFile> list(Deadline deadline) {
    return fetches.one(
        () -> {
          List<RemoteFile> found = new ArrayList<>();
          Optional<String> after = Optional.empty();
          do {
            Optional<String> from = after;
            ObjectLink.Page page =
                run(
                    "listed",
                    link -> link.list(folder + start, from, PAGE, deadline),
                    deadline);
            page.entries().forEach(entry -> addTo(found, entry));
            after = page.next();
          } while (after.isPresent());
          found.sort(Comparator.comparing(RemoteFile::name));
          return found;
        },
        running,
        deadline);
  }

  private void addTo(List<RemoteFile> found, ObjectLink.Entry entry) {
    String name = entry.name().substring(Math.min(folder.length(), entry.name().length()));
    if (name.isEmpty() || name.endsWith("/") || isHidden(name)) {
      return;
    }
    if (found.size() >= Limits.EXTERNAL_FILES) {
      throw Problem.of(
              ProblemKind.TOO_LARGE, what + " has more than " + Limits.EXTERNAL_FILES + " files")
          .refusal();
    }
    found.add(new RemoteFile(name, entry.bytes(), entry.etag(), entry.changed()));
  }

  private static boolean isHidden(String name) {
    for (String part : name.split("/", -1)) {
      if (part.startsWith("_") || part.startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Path local(RemoteFile file, List<Range> ranges, Deadline deadline) {
    CachedFile cached = cached(file);
    lock(cached, deadline);
    try {
      List<Callable<Boolean>> pieces = new ArrayList<>();
      for (Range piece : cached.missing(ranges, Limits.FETCH_BYTES)) {
        pieces.add(
            () -> {
              fetch(file, cached, piece, deadline);
              return true;
            });
      }
      fetches.all(pieces, running, deadline);
    } finally {
      cached.fetching.unlock();
    }
    return cached.path();
  }

  private synchronized CachedFile cached(RemoteFile file) {
    String etag =
        file.etag().isEmpty() ? "at " + file.changed().toString() : file.etag();
    CachedFile cached =
        cache.take(
            new FileCache.Key(type, storage.place(), folder + file.name(), file.bytes(), etag));
    taken.add(cached);
    return cached;
  }

  private static void lock(CachedFile file, Deadline deadline) {
    try {
      if (!file.fetching.tryLock(deadline.leftMillis(), TimeUnit.MILLISECONDS)) {
        throw Refusal.of(ProblemKind.TIMED_OUT, "the files took too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.of(ProblemKind.CANCELLED, "canceling statement due to user request");
    }
  }

  private void fetch(RemoteFile file, CachedFile cached, Range piece, Deadline deadline) {
    Boolean _ =
        run(
            "read",
            link -> {
              try (OutputStream to = cached.from(piece.offset())) {
                link.read(
                    folder + file.name(),
                    file.etag(),
                    piece.offset(),
                    piece.bytes(),
                    to,
                    deadline);
              }
              return true;
            },
            deadline);
    cache.grew(cached.has(piece));
  }

  @Override
  public void write(String name, Path content, Deadline deadline) {
    var _ =
        fetches.one(
            () ->
                run(
                    "written",
                    link -> {
                      try (InputStream from = Files.newInputStream(content)) {
                        return link.write(folder + name, from, Files.size(content), deadline);
                      }
                    },
                    deadline),
            running,
            deadline);
  }

  @Override
  public void delete(String name, Deadline deadline) {
    var _ =
        fetches.one(
            () ->
                run(
                    "deleted",
                    link -> {
                      link.delete(folder + name, deadline);
                      return true;
                    },
                    deadline),
            running,
            deadline);
  }

  private <T> T run(String done, ObjectUse.Work<T> work, Deadline deadline) {
    try {
      return links.run(work, deadline);
    } catch (StepFailed failed) {
      ProblemKind kind =
          failed.isWithoutAnswer() ? ProblemKind.UNREACHABLE : ProblemKind.REMOTE_REFUSED;
      throw Problem.of(
              kind, "the files of " + what + " cannot be " + done + ": " + failed.cause())
          .withHint(failed.hint())
          .refusal();
    } catch (ObjectLink.Gone gone) {
      throw Problem.of(
              ProblemKind.REMOTE_REFUSED,
              "a file of " + what + " was replaced or taken away while it was read")
          .withHint("Run the statement again.")
          .refusal();
    } catch (IOException local) {
      throw FileCache.noRoom();
    }
  }

  @Override
  public void cancel() {
    running.cancel();
  }

  @Override
  public void close() {
    running.cancel();
    List<CachedFile> used;
    synchronized (this) {
      used = List.copyOf(taken);
      taken.clear();
    }
    used.forEach(cache::release);
    links.close();
  }
}

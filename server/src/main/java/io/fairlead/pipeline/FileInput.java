package io.fairlead.pipeline;

import io.fairlead.base.AtOnce;
import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Sha256;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.engine.PipelineStatus.Pending;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// Files below a place, each loaded once. Which of them are new is known by their names, so one that
/// changes under its name is not loaded again. One list serves until all of its files are loaded.
final class FileInput implements Input {
  private final Supplier<Place> opening;
  private final NamePattern pattern;
  private final ArrayDeque<RemoteFile> waiting = new ArrayDeque<>();

  /// Of the names that were there at the last look; empty before.
  private byte[] known = {};

  /// @param opening the place as the image defines it at that moment
  FileInput(Supplier<Place> opening, NamePattern pattern) {
    this.opening = opening;
    this.pattern = pattern;
  }

  @Override
  public Brought next(Position position, int most, Deadline deadline) {
    Place place = opening.get();
    boolean handedOver = false;
    try {
      List<RemoteFile> files = chosen(place, position, most, deadline);
      if (files.isEmpty()) {
        return Brought.NOTHING;
      }
      List<Piece> pieces = bring(place, files, deadline);
      handedOver = true;
      return new Brought(pieces, remaining() > files.size(), place::close);
    } catch (RuntimeException refused) {
      forget(); // A file may be gone: the next look tells.
      throw refused;
    } finally {
      if (!handedOver) {
        place.close();
      }
    }
  }

  @Override
  public int look(Position position, Deadline deadline) {
    try (Place place = opening.get()) {
      var _ = chosen(place, position, 0, deadline);
    }
    return remaining();
  }

  @Override
  public boolean hasChanged(Deadline deadline) {
    if (remaining() > 0 || known.length == 0) {
      return true;
    }
    try (Place place = opening.get()) {
      return !Arrays.equals(known, sum(listed(place, deadline)));
    }
  }

  /// The first of the files that wait, after a new look when none does.
  private List<RemoteFile> chosen(
      Place place, Position position, int most, Deadline deadline) {
    while (true) {
      if (remaining() == 0) {
        list(place, position, deadline);
      }
      List<RemoteFile> first = first(most);
      if (drop(position.loaded(names(first))) == 0) {
        return first;
      }
    }
  }

  private void list(Place place, Position position, Deadline deadline) {
    List<RemoteFile> files = listed(place, deadline);
    Set<String> loaded = position.loaded(names(files));
    known = sum(files);
    synchronized (this) {
      files.stream().filter(file -> !loaded.contains(file.name())).forEach(waiting::add);
    }
  }

  private List<RemoteFile> listed(Place place, Deadline deadline) {
    return place.list(deadline).stream()
        .filter(file -> file.bytes() > 0 && pattern.matches(file.name()))
        .toList();
  }

  private static List<String> names(List<RemoteFile> files) {
    return files.stream().map(RemoteFile::name).toList();
  }

  private static byte[] sum(List<RemoteFile> files) {
    return Sha256.of(String.join("\n", names(files)).getBytes(StandardCharsets.UTF_8));
  }

  private synchronized List<RemoteFile> first(int most) {
    int files = most > 0 ? Math.min(most, Limits.PIPELINE_FILES) : Limits.PIPELINE_FILES;
    List<RemoteFile> first = new ArrayList<>();
    long bytes = 0;
    for (RemoteFile file : waiting) {
      if (first.size() == files
          || (bytes > 0 && bytes + file.bytes() > Limits.PIPELINE_BATCH_BYTES)) {
        break;
      }
      first.add(file);
      bytes += file.bytes();
    }
    return first;
  }

  /// @return how many of them were waiting
  private synchronized int drop(Set<String> loaded) {
    int before = waiting.size();
    waiting.removeIf(file -> loaded.contains(file.name()));
    return before - waiting.size();
  }

  private synchronized int remaining() {
    return waiting.size();
  }

  private synchronized void forget() {
    waiting.clear();
    known = new byte[0];
  }

  @Override
  public synchronized List<Pending> pending() {
    return waiting.stream().map(file -> new Pending(file.name(), file.bytes())).toList();
  }

  private static List<Piece> bring(Place place, List<RemoteFile> files, Deadline deadline) {
    List<Callable<Piece>> work = new ArrayList<>();
    for (RemoteFile file : files) {
      work.add(
          () -> {
            Path local = place.local(file, List.of(new Range(0, file.bytes())), deadline);
            return new Piece(file.name(), local, file.bytes(), Optional.empty());
          });
    }
    return AtOnce.run(work, Limits.EXTERNAL_FILES_AT_ONCE);
  }
}

package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.engine.Batches;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.engine.PipelineStatus.Pending;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Files below a place, each loaded once. Which of them are new is known by their names, so one that
/// changes under its name is not loaded again. One list serves until all of its files are loaded.
final class FileInput implements Input {
  private final Supplier<Place> opening;
  private final NamePattern pattern;
  private final ArrayDeque<RemoteFile> waiting = new ArrayDeque<>();

  /// @param opening the place as the image defines it at that moment
  FileInput(Supplier<Place> opening, NamePattern pattern) {
    this.opening = opening;
    this.pattern = pattern;
  }

  @Override
  public Brought next(
      Batches.Progress progress, Batches batches, int most, Deadline deadline) {
    Place place = opening.get();
    boolean handedOver = false;
    try {
      List<RemoteFile> files = chosen(place, progress, most, deadline);
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
  public int look(Batches.Progress progress, Deadline deadline) {
    try (Place place = opening.get()) {
      list(place, progress, deadline);
    }
    return remaining();
  }

  private List<RemoteFile> chosen(
      Place place, Batches.Progress progress, int most, Deadline deadline) {
    list(place, progress, deadline);
    return firstOf(most);
  }

  /// What was loaded since the last list is left out of it.
  private void list(Place place, Batches.Progress progress, Deadline deadline) {
    drop(progress);
    if (remaining() == 0) {
      List<RemoteFile> listed = place.list(deadline);
      synchronized (this) {
        listed.stream()
            .filter(file -> file.bytes() > 0 && pattern.matches(file.name()))
            .filter(file -> !progress.files().contains(file.name()))
            .forEach(waiting::add);
      }
    }
  }

  private synchronized List<RemoteFile> firstOf(int most) {
    int files = most > 0 ? Math.min(most, Limits.PIPELINE_FILES) : Limits.PIPELINE_FILES;
    List<RemoteFile> chosen = new ArrayList<>();
    long bytes = 0;
    for (RemoteFile file : waiting) {
      if (chosen.size() == files
          || (bytes > 0 && bytes + file.bytes() > Limits.PIPELINE_BATCH_BYTES)) {
        break;
      }
      chosen.add(file);
      bytes += file.bytes();
    }
    return chosen;
  }

  /// What was loaded since the list was made.
  private synchronized void drop(Batches.Progress progress) {
    waiting.removeIf(file -> progress.files().contains(file.name()));
  }

  private synchronized int remaining() {
    return waiting.size();
  }

  private synchronized void forget() {
    waiting.clear();
  }

  @Override
  public synchronized List<Pending> pending() {
    return waiting.stream().map(file -> new Pending(file.name(), file.bytes())).toList();
  }

  private static List<Piece> bring(Place place, List<RemoteFile> files, Deadline deadline) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(files.size(), Limits.EXTERNAL_FILES_AT_ONCE),
            Thread.ofVirtual().name("pipeline-file-", 1).factory())) {
      List<Future<Path>> started = new ArrayList<>();
      for (RemoteFile file : files) {
        started.add(
            threads.submit(
                () -> place.local(file, List.of(new Range(0, file.bytes())), deadline)));
      }
      List<Piece> pieces = new ArrayList<>();
      try {
        for (int i = 0; i < files.size(); i++) {
          RemoteFile file = files.get(i);
          pieces.add(
              new Piece(file.name(), started.get(i).get(), file.bytes(), Optional.empty()));
        }
      } catch (ExecutionException failed) {
        threads.shutdownNow();
        throw failed.getCause() instanceof RuntimeException ours
            ? ours
            : new IllegalStateException(failed.getCause());
      } catch (InterruptedException stopped) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw Stopped.refusal();
      }
      return pieces;
    }
  }
}

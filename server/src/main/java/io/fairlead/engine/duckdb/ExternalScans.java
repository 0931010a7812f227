package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFiles;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.Range;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.engine.ExternalFiles.Use;
import io.fairlead.engine.View;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.ObjectId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The external tables that one statement reads. DuckDB asks for the files of a table when it binds
/// the view that stands for it; what they hold is brought when it is known what is needed.
final class ExternalScans {
  /// The scalar function in the views; it gives the paths of a table's files, one a line.
  static final String FUNCTION = "fl_files";

  private final ExternalViews views;
  private final View view;
  private final RemoteScans waits;
  private final Deadline deadline;
  private final List<Place> places = new ArrayList<>();
  private final Map<ObjectId, ExternalRead> reads = new LinkedHashMap<>();
  private final List<ExternalRead> staged = new ArrayList<>();
  private @Nullable Path folder;
  private @Nullable PendingFiles pending;
  private boolean pruned;
  private boolean cancelled;

  /// @param waits where all waits of the statement for the network are
  ExternalScans(ExternalViews views, View view, RemoteScans waits, Deadline deadline) {
    this.views = views;
    this.view = view;
    this.waits = waits;
    this.deadline = deadline;
  }

  /// @param written what the transaction has written and not committed yet
  void with(PendingFiles written) {
    pending = written;
  }

  /// What the function gives; DuckDB may bind a statement more than once.
  String files(ObjectId id) {
    ExternalTable table = table(id);
    ExternalRead known;
    synchronized (this) {
      known = reads.get(id);
    }
    if (known == null) {
      Place place = open(files -> files.table(view, id, Use.READ));
      String what = "table \"" + table.name().object() + "\"";
      known =
          await(
              () ->
                  ExternalRead.open(
                      what,
                      table.format(),
                      table.columns(),
                      place,
                      place.list(deadline).stream().filter(file -> isOf(table, file)).toList(),
                      ScanFolder.inside(folder(), id),
                      deadline));
      synchronized (this) {
        reads.put(id, known);
      }
    }
    List<Path> own = pending == null ? List.of() : pending.of(id);
    String paths =
        Stream.concat(known.links().stream(), own.stream())
            .map(Path::toString)
            .collect(Collectors.joining("\n"));
    return paths.isEmpty() ? views.empty(table).toString() : paths;
  }

  private ExternalTable table(ObjectId id) {
    if (view.image().object(id).orElse(null) instanceof ExternalTable table) {
      return table;
    }
    throw waits.failed(
        Refusal.of(ProblemKind.UNKNOWN_RELATION, "a table in the statement does not exist"));
  }

  private static boolean isOf(ExternalTable table, RemoteFile file) {
    return file.bytes() > 0 && FileReading.isOf(table.format(), file.name());
  }

  /// A place that is closed with the statement. Nobody has been asked yet.
  ///
  /// @throws RemoteScans.MustWait on a thread that others need
  Place open(Function<ExternalFiles, Place> opening) {
    Place place;
    try {
      place = opening.apply(views.files());
    } catch (RuntimeException refused) {
      throw waits.failed(refused);
    }
    synchronized (this) {
      places.add(place);
      if (cancelled) {
        throw waits.failed(RemoteScans.cancelled());
      }
    }
    waits.mustBeAllowedToWait();
    return place;
  }

  /// Waits for work on the network as long as the statement may.
  <T> T await(Callable<T> work) {
    return waits.await(work, deadline, "the files of an external table took too long");
  }

  Deadline deadline() {
    return deadline;
  }

  /// The statement's own folder.
  synchronized Path folder() {
    Path made = folder;
    if (made == null) {
      made = views.folder().open();
      folder = made;
    }
    return made;
  }

  /// A folder that outlives the statement; whoever asks deletes it.
  Path newFolder() {
    return views.folder().open();
  }

  /// A place that outlives the statement; whoever asks closes it.
  Place openForLater(Function<ExternalFiles, Place> opening) {
    try {
      return opening.apply(views.files());
    } catch (RuntimeException refused) {
      throw waits.failed(refused);
    }
  }

  /// Files that the statement names.
  synchronized void add(ExternalRead read) {
    staged.add(read);
  }

  synchronized List<ExternalRead> reads() {
    return Stream.concat(reads.values().stream(), staged.stream()).toList();
  }

  /// Brings what the statement needs.
  void fetch(ExternalRead read, List<List<Range>> ranges) {
    await(
        () -> {
          read.fetch(ranges, deadline);
          return true;
        });
  }

  /// Some of the files have holes.
  void prunes() {
    pruned = true;
  }

  boolean isPruned() {
    return pruned;
  }

  /// From any thread; does not wait.
  void cancel() {
    List<Place> open;
    synchronized (this) {
      cancelled = true;
      open = List.copyOf(places);
    }
    open.forEach(Place::cancel);
  }

  /// The statement has ended.
  void close() {
    List<Place> open;
    Path used;
    synchronized (this) {
      open = List.copyOf(places);
      places.clear();
      used = folder;
      folder = null;
    }
    open.forEach(Place::close);
    if (used != null) {
      ScanFolder.delete(used);
    }
  }
}

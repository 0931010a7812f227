package io.fairlead.engine;

import io.fairlead.base.Problem;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The engine's side of pipelines: the rows of a batch, and how far its pipeline has come, are one
/// commit. So each file and each message is loaded once, wherever the server stops.
///
/// Used by one thread at a time, [#cancel] excepted.
public interface Batches extends AutoCloseable {
  /// How far a pipeline has come.
  ///
  /// @param lastBatch the number of the last one; 0 before the first
  /// @param cursors by partition
  record Progress(long lastBatch, Map<Integer, Cursor> cursors) {}

  /// @param topic tells it from a later one of the same name
  /// @param next the offset of the message to read next
  record Cursor(String topic, long next) {}

  /// Messages of one partition.
  ///
  /// @param from the first offset
  /// @param next behind the last one
  /// @param earliest of the partition, and `latest` behind its last, when they were read
  record Span(int partition, String topic, long from, long next, long earliest, long latest) {}

  /// A part of a batch, which is a file of this machine.
  ///
  /// @param name of the remote file, or of the partition
  /// @param bytes that were brought
  /// @param span empty for a file
  record Piece(String name, Path content, long bytes, Optional<Span> span) {}

  /// @param clock tells how long it took
  record Batch(long number, Instant started, InstantSource clock, List<Piece> pieces) {
    public Batch {
      pieces = List.copyOf(pieces);
    }
  }

  /// What became of a batch. Either way it is noted.
  sealed interface Outcome {
    /// @param skipped rows that were left out
    record Loaded(long rows, long skipped) implements Outcome {}

    /// Nothing was loaded.
    ///
    /// @param piece the one that is to blame; -1 when it cannot be told
    record Failed(Problem why, int piece) implements Outcome {}
  }

  /// An empty folder from which [#load] can read; [#close] deletes it.
  Path folder();

  Progress progress(Pipeline pipeline, View view);

  /// Those of the files that are loaded, or skipped for good.
  Set<String> loaded(Pipeline pipeline, List<String> files, View view);

  /// Makes the table that is a pipeline's own and sets the cursors to where it begins, unless that was
  /// done. Both are one commit.
  ///
  /// @return whether it was done now
  boolean begin(Pipeline pipeline, View view);

  /// All of those.
  Set<String> allLoaded(Pipeline pipeline, View view);

  Outcome load(Pipeline pipeline, Batch batch, View view);

  /// Passes over what cannot be loaded.
  void skip(Pipeline pipeline, Batch batch, View view);

  /// Notes why nothing could be brought from the source.
  void failed(Pipeline pipeline, Batch batch, Problem why, View view);

  /// The first rows that a batch would load. Nothing is kept.
  Reply preview(Pipeline pipeline, Batch batch, int most, View view);

  /// What a part of the work on a batch took.
  ///
  /// @param parts files or partitions
  record Step(String name, long parts, long rows, long bytes, Duration time) {}

  /// Measures how a batch is loaded, and takes it back. What was measured is kept, in the place of what
  /// was measured before.
  ///
  /// @param before steps that were measured already
  /// @return all of them
  /// @throws io.fairlead.base.Refusal when the batch cannot be loaded
  List<Step> profile(Pipeline pipeline, Batch batch, List<Step> before, View view);

  /// What [#profile] measured last; empty when it never did.
  List<Step> lastProfile(Pipeline pipeline, View view);

  /// Forgets what went wrong.
  void clearErrors(Pipeline pipeline, View view);

  /// Goes on at these offsets, and nowhere else.
  void setCursors(Pipeline pipeline, Map<Integer, Cursor> cursors, View view);

  /// These files may be loaded again.
  ///
  /// @return how many of them were noted
  int forgetFiles(Pipeline pipeline, Set<String> files, View view);

  /// These partitions are read from their beginning.
  ///
  /// @return how many of them were noted
  int forgetPartitions(Pipeline pipeline, Set<Integer> partitions, View view);

  /// Drops all notes but those of these pipelines, and the tables that were the others' own.
  ///
  /// @param pipelines asked when it is known of which there are notes, so that none is too new for it
  void keepOnly(Supplier<Set<ObjectId>> pipelines, View view);

  /// Ends the running call soon; from any thread.
  void cancel();

  @Override
  void close();
}

package io.fairlead.pipeline;

import io.fairlead.engine.Batches;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.View;
import io.fairlead.model.Pipeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How far a pipeline has come, as the engine knows it.
interface Position {
  /// The number of the last batch; 0 before the first.
  long lastBatch();

  /// By partition.
  Map<Integer, Cursor> cursors();

  /// Those of the files that are loaded, or skipped for good.
  Set<String> loaded(List<String> files);

  /// Where what is brought can be kept until the batch is over.
  Path folder();

  static Position of(Pipeline pipeline, Batches batches, View view) {
    Batches.Progress progress = batches.progress(pipeline, view);
    return new Position() {
      @Override
      public long lastBatch() {
        return progress.lastBatch();
      }

      @Override
      public Map<Integer, Cursor> cursors() {
        return progress.cursors();
      }

      @Override
      public Set<String> loaded(List<String> files) {
        return batches.loaded(pipeline, files, view);
      }

      @Override
      public Path folder() {
        return batches.folder();
      }
    };
  }
}

package io.fairlead.pipeline;

import io.fairlead.base.Problem;
import io.fairlead.engine.Batches;
import io.fairlead.engine.View;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.sql.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Refuses everything: for inputs that need no engine.
class NoBatches implements Batches {
  @Override
  public Path folder() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Progress progress(Pipeline pipeline, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> loaded(Pipeline pipeline, List<String> files, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean begin(Pipeline pipeline, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Set<String> allLoaded(Pipeline pipeline, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome load(Pipeline pipeline, Batch batch, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void skip(Pipeline pipeline, Batch batch, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void failed(Pipeline pipeline, Batch batch, Problem why, View view) {}

  @Override
  public Reply preview(Pipeline pipeline, Batch batch, int most, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Step> profile(Pipeline pipeline, Batch batch, List<Step> before, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Step> lastProfile(Pipeline pipeline, View view) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void clearErrors(Pipeline pipeline, View view) {}

  @Override
  public void setCursors(Pipeline pipeline, Map<Integer, Cursor> cursors, View view) {}

  @Override
  public int forgetFiles(Pipeline pipeline, Set<String> files, View view) {
    return 0;
  }

  @Override
  public int forgetPartitions(Pipeline pipeline, Set<Integer> partitions, View view) {
    return 0;
  }

  @Override
  public void keepOnly(Supplier<Set<ObjectId>> pipelines, View view) {}

  @Override
  public void cancel() {}

  @Override
  public void close() {}
}

package io.fairlead.engine;

/// Runs what Fairlead's own statements do not cover.
public interface Engine extends AutoCloseable {
  /// A place for one client's temporary tables, transaction and running query. Cheap.
  EngineSession open();

  /// For pipelines; used by one of them at a time.
  Batches batches();

  @Override
  void close();
}

package io.fairlead.model;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Brings what is new in files or in a topic into a table, batch by batch. How far it has come is kept
/// beside the rows, in the engine.
///
/// @param storage where the input is, and whose credentials open it
/// @param input a pattern of names below the place (`*`, `?`, `**`), or a topic
/// @param own the table that it loads into, where that is a part of it: a source
public record Pipeline(
    Header header,
    StorageUse storage,
    String input,
    PipelineLoad load,
    PipelineBatches batches,
    PipelineState state,
    String dialect,
    Optional<PipelineTable> own)
    implements CatalogObject {
  /// One that loads into a table of somebody's.
  public Pipeline(
      Header header,
      StorageUse storage,
      String input,
      PipelineLoad load,
      PipelineBatches batches,
      PipelineState state,
      String dialect) {
    this(header, storage, input, load, batches, state, dialect, Optional.empty());
  }

  @Override
  public Kind kind() {
    return Kind.PIPELINE;
  }

  @Override
  public Pipeline withHeader(Header newHeader) {
    return new Pipeline(newHeader, storage, input, load, batches, state, dialect, own);
  }

  public Pipeline withStorage(StorageUse newStorage) {
    return new Pipeline(header, newStorage, input, load, batches, state, dialect, own);
  }

  public Pipeline withLoad(PipelineLoad newLoad) {
    return new Pipeline(header, storage, input, newLoad, batches, state, dialect, own);
  }

  public Pipeline withBatches(PipelineBatches newBatches) {
    return new Pipeline(header, storage, input, load, newBatches, state, dialect, own);
  }

  public Pipeline withState(PipelineState newState) {
    return new Pipeline(header, storage, input, load, batches, newState, dialect, own);
  }

  public boolean isRunning() {
    return state == PipelineState.RUNNING;
  }

  @Override
  public Set<ObjectId> references() {
    if (load.registry().isEmpty()) {
      return storage.references();
    }
    Set<ObjectId> found = new TreeSet<>(storage.references());
    found.add(load.registry().get());
    return found;
  }
}

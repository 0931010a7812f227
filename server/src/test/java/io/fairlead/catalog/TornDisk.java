package io.fairlead.catalog;

import java.io.IOException;
import java.util.List;

/// A store that cannot tell whether its last write is durable.
final class TornDisk extends MemoryStore {
  @Override
  public void append(long expected, List<Commit> added, long nextId, List<Material> rows) {
    throw new StoreBroken("the write could not be synced", new IOException("input/output error"));
  }
}

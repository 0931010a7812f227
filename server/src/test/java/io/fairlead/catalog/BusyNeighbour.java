package io.fairlead.catalog;

import java.util.List;

/// A store to which another server appends just before this one does, some times.
final class BusyNeighbour extends MemoryStore {
  private List<Commit> waiting = List.of();

  /// The neighbour's commit comes before the next append.
  void willCommit(Commit commit) {
    waiting = List.of(commit);
  }

  @Override
  public void append(long expected, List<Commit> added, long nextId, List<Material> rows)
      throws HeadMoved, StoreFull {
    List<Commit> theirs = waiting;
    waiting = List.of();
    if (!theirs.isEmpty()) {
      super.append(expected, theirs, head().nextId(), List.of());
    }
    super.append(expected, added, nextId, rows);
  }

  @Override
  public boolean isShared() {
    return true;
  }
}

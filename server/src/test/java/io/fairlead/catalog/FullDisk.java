package io.fairlead.catalog;

import java.io.IOException;
import java.util.List;

/// A store whose disk is full until somebody makes space.
final class FullDisk extends MemoryStore {
  private volatile boolean full;

  void fill() {
    full = true;
  }

  void makeSpace() {
    full = false;
  }

  @Override
  public void append(long expected, List<Commit> added, long nextId, List<Material> rows)
      throws HeadMoved, StoreFull {
    if (full) {
      throw new StoreFull(new IOException("no space left on device"));
    }
    super.append(expected, added, nextId, rows);
  }

  @Override
  public void keepRefused(List<RefusedAttempt> attempts) throws StoreFull {
    if (full) {
      throw new StoreFull(new IOException("no space left on device"));
    }
    super.keepRefused(attempts);
  }

  @Override
  public void keepResolutions(List<Resolution> resolutions) throws StoreFull {
    if (full) {
      throw new StoreFull(new IOException("no space left on device"));
    }
    super.keepResolutions(resolutions);
  }
}

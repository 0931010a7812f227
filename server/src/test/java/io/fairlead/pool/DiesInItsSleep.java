package io.fairlead.pool;

import io.fairlead.base.Deadline;

/// A link that looks open, and is gone as soon as it is asked: a peer that crashed without a word.
final class DiesInItsSleep extends PlainLink {
  DiesInItsSleep(Definition definition) {
    super(definition);
  }

  @Override
  public boolean isUsable(Deadline deadline) {
    return false;
  }
}

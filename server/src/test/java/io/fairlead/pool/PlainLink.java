package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.connector.Link;

/// A link to nobody, which remembers what it was opened for.
class PlainLink implements Link {
  final Definition definition;
  volatile boolean closed;

  PlainLink(Definition definition) {
    this.definition = definition;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean isUsable(Deadline deadline) {
    return !closed;
  }

  @Override
  public void abort() {
    closed = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}

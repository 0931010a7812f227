package io.fairlead.server;

import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.Deque;

/// What was opened, to be closed in reverse.
final class Closing implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Closing.class.getName());

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Exception failure) {
        LOG.log(
            Logger.Level.WARNING,
            "{0} did not close ({1})",
            resource.getClass().getSimpleName(),
            failure.getClass().getName());
      }
    }
  }
}

package io.fairlead.connector;

import java.io.Closeable;
import java.io.IOException;

/// Closes what is given up, where a failure to close tells nobody anything.
public final class Quietly {
  private Quietly() {}

  public static void close(Closeable resource) {
    try {
      resource.close();
    } catch (IOException given) {
      // It is gone either way.
    }
  }
}

package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// Files that never come, until whoever waits for them is cancelled.
final class SlowFiles extends FolderFiles {
  final CountDownLatch asking = new CountDownLatch(1);

  SlowFiles(Path folder) {
    super(folder);
  }

  @Override
  void answering(String what) {
    if (what.equals("list")) {
      asking.countDown();
      try {
        waiting.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw Refusal.of(ProblemKind.CANCELLED, "cancelled");
    }
  }
}

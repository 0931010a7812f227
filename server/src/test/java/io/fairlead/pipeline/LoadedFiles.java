package io.fairlead.pipeline;

import io.fairlead.engine.Batches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A pipeline that has loaded these files.
record LoadedFiles(Set<String> names, Path folder) implements Position {
  @Override
  public long lastBatch() {
    return 0;
  }

  @Override
  public Map<Integer, Batches.Cursor> cursors() {
    return Map.of();
  }

  @Override
  public Set<String> loaded(List<String> files) {
    return files.stream().filter(names::contains).collect(Collectors.toSet());
  }
}

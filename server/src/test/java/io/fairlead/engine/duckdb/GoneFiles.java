package io.fairlead.engine.duckdb;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.nio.file.Path;

/// Files that refuse one kind of request.
final class GoneFiles extends FolderFiles {
  private final String refused;

  /// @param refused `list`, `local`, `write` or `delete`
  GoneFiles(Path folder, String refused) {
    super(folder);
    this.refused = refused;
  }

  @Override
  void answering(String what) {
    if (what.equals(refused)) {
      throw Refusal.of(ProblemKind.REMOTE_REFUSED, "the service refuses to " + refused);
    }
  }
}

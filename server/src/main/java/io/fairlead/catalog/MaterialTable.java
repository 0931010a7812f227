package io.fairlead.catalog;

import java.util.List;
import java.util.Optional;

/// The rows of sealed material, for a vault that keeps them beside the catalog.
public interface MaterialTable {
  /// Returns when the row is durable.
  ///
  /// @throws io.fairlead.base.Refusal when the catalog is busy or the disk is full
  void keep(Material material);

  Optional<byte[]> read(String key);

  void remove(List<String> keys);
}

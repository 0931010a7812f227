package io.fairlead.catalog;

import java.util.List;
import java.util.Optional;

/// The rows of sealed material, for a vault that keeps them beside the catalog.
public interface MaterialTable {
  /// Returns when the row is durable.
  ///
  /// @throws io.fairlead.base.Refusal when the catalog is busy or the disk is full
  void keep(Material material);

  /// @return empty when there is no such row
  Optional<byte[]> read(String key);

  /// Forgets the rows; one that is not there is passed over.
  void remove(List<String> keys);
}

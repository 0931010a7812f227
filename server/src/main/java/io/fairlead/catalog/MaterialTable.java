package io.fairlead.catalog;

import java.util.List;
import java.util.Optional;

/// Rows of sealed material, for whoever seals. Each call is durable when it returns, may wait for
/// the disk, and throws a [io.fairlead.base.Refusal] when the store cannot take or give it.
public interface MaterialTable {
  void keep(Material material);

  /// @return empty when there is no such row
  Optional<byte[]> read(String key);

  /// Forgets the rows; one that is not there is passed over.
  void remove(List<String> keys);
}

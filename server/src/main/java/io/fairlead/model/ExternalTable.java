package io.fairlead.model;

import java.util.List;
import java.util.Set;

/// A table whose rows stand in files that somebody else keeps.
///
/// @param columns never empty
/// @param readOnly INSERT is refused, and nobody tries to write
/// @param dialect the dialect that made it; SHOW CREATE speaks it
public record ExternalTable(
    Header header,
    List<TableColumn> columns,
    StorageUse storage,
    FileFormat format,
    boolean readOnly,
    String dialect)
    implements CatalogObject {

  public ExternalTable {
    columns = List.copyOf(columns);
  }

  @Override
  public Kind kind() {
    return Kind.TABLE;
  }

  @Override
  public ExternalTable withHeader(Header newHeader) {
    return new ExternalTable(newHeader, columns, storage, format, readOnly, dialect);
  }

  public ExternalTable withStorage(StorageUse newStorage) {
    return new ExternalTable(header, columns, newStorage, format, readOnly, dialect);
  }

  @Override
  public Set<ObjectId> references() {
    return storage.references();
  }
}

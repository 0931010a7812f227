package io.fairlead.model;

import java.util.Set;

/// A named place for files, for loading and unloading.
///
/// @param format what its files are when a statement does not say
public record Stage(Header header, StorageUse storage, FileFormat format, String dialect)
    implements CatalogObject {

  @Override
  public Kind kind() {
    return Kind.STAGE;
  }

  @Override
  public Stage withHeader(Header newHeader) {
    return new Stage(newHeader, storage, format, dialect);
  }

  public Stage withStorage(StorageUse newStorage) {
    return new Stage(header, newStorage, format, dialect);
  }

  public Stage withFormat(FileFormat newFormat) {
    return new Stage(header, storage, newFormat, dialect);
  }

  @Override
  public Set<ObjectId> references() {
    return storage.references();
  }
}

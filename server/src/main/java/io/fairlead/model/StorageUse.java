package io.fairlead.model;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Files or topics somewhere, and the connection whose credentials open them. Where they are stays when
/// the connection changes or another one takes its place; only the credentials come from it.
///
/// @param uri as it was written, `s3://bucket/folder/`
/// @param place the options of the connection's type that say where the files are: bucket, prefix,
///     endpoint, region; those of the connection itself do not count
/// @param connection supplies the credentials
/// @param isOwn the connection was made of options typed in the place of a name, and goes with this
/// @param pin the version of the connection that counts; empty for whichever is current
public record StorageUse(
    String uri, Options place, ObjectId connection, boolean isOwn, Optional<Pin> pin) {

  /// @param options those of that version, each secret fixed at the value that it had
  public record Pin(int version, Options options) {}

  /// That of a table, a stage, a pipeline or a function.
  public static Optional<StorageUse> of(CatalogObject object) {
    return switch (object) {
      case ExternalTable table -> Optional.of(table.storage());
      case Stage stage -> Optional.of(stage.storage());
      case Pipeline pipeline -> Optional.of(pipeline.storage());
      case ExternalFunction function -> Optional.of(function.storage());
      default -> Optional.empty();
    };
  }

  /// The table, the stage, the pipeline or the function at this place.
  public CatalogObject holding(CatalogObject object) {
    return switch (object) {
      case ExternalTable table -> table.withStorage(this);
      case Stage stage -> stage.withStorage(this);
      case Pipeline pipeline -> pipeline.withStorage(this);
      case ExternalFunction function -> function.withStorage(this);
      default -> throw new IllegalArgumentException("it has no place");
    };
  }

  public StorageUse withConnection(ObjectId other, boolean own) {
    return new StorageUse(uri, place, other, own, Optional.empty());
  }

  public StorageUse withPin(Optional<Pin> newPin) {
    return new StorageUse(uri, place, connection, isOwn, newPin);
  }

  public Set<ObjectId> references() {
    Set<ObjectId> found = new TreeSet<>(place.references());
    found.add(connection);
    pin.ifPresent(fixed -> found.addAll(fixed.options().references()));
    return found;
  }
}

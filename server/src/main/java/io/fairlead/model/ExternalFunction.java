package io.fairlead.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A function that a service computes, reached over HTTP with the credentials of a connection.
///
/// @param returns the type of the value that it gives
/// @param storage where the service is; its URI is the function's URL
/// @param format in which rows are sent: `json`
/// @param dialect the dialect that made it
public record ExternalFunction(
    Header header,
    List<Parameter> parameters,
    String returns,
    StorageUse storage,
    String format,
    String dialect)
    implements CatalogObject {
  /// Rows as SingleStore's `FORMAT JSON` has them.
  public static final String JSON = "json";

  /// @param type in the engine's spelling, `DECIMAL(10,2)`
  public record Parameter(String name, String type) {}

  public ExternalFunction {
    parameters = List.copyOf(parameters);
  }

  /// What it takes and gives, in one line: `(BIGINT, VARCHAR) DOUBLE`.
  public String signature() {
    return parameters.stream()
        .map(Parameter::type)
        .collect(Collectors.joining(", ", "(", ") " + returns));
  }

  @Override
  public Kind kind() {
    return Kind.FUNCTION;
  }

  @Override
  public ExternalFunction withHeader(Header newHeader) {
    return new ExternalFunction(newHeader, parameters, returns, storage, format, dialect);
  }

  public ExternalFunction withStorage(StorageUse newStorage) {
    return new ExternalFunction(header, parameters, returns, newStorage, format, dialect);
  }

  @Override
  public Set<ObjectId> references() {
    return storage.references();
  }
}

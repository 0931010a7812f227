package io.fairlead.model;

/// Where the tables of a schema are kept when their own statement does not say.
///
/// @param uri ends with a slash; a table's files are in a folder below it
public record SchemaStorage(ObjectId connection, String uri) {}

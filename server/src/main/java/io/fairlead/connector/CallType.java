package io.fairlead.connector;

/// A type of connection with which services are called: its links are [CallLink]s. Where the
/// service is, says a URL, as where files are.
public interface CallType<C extends Record> extends StorageType<C> {}

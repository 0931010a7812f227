package io.fairlead.connector;

/// A type of connection whose links are [SchemaLink]s.
public interface SchemaType<C extends Record> extends LinkType<C> {}

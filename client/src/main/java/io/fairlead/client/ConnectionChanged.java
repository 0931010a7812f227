package io.fairlead.client;

/// A connection, or a secret that it stands on, was changed.
///
/// @param connection the full name, `fairlead.public.shop`
/// @param change `create`, `alter` or `drop`, of the connection or of its secret
public record ConnectionChanged(String connection, String change, long sequence) {}

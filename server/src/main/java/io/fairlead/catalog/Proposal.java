package io.fairlead.catalog;

/// A step with what history will say of it.
///
/// @param by the role's name
/// @param dialect empty for the server's own changes
/// @param statement already redacted
public record Proposal<R>(String by, String dialect, String statement, Step<R> step) {}

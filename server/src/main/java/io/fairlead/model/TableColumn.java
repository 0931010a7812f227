package io.fairlead.model;

import java.util.Optional;

/// A column of an external table.
///
/// @param type in the engine's spelling, `INTEGER`, `DECIMAL(10,2)`
/// @param initial the expression that INSERT takes when it names no value
public record TableColumn(String name, String type, boolean nullable, Optional<String> initial) {}

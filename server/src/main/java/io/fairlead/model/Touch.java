package io.fairlead.model;

import java.time.Instant;

/// Who did it and when.
public record Touch(Instant at, String by) {}

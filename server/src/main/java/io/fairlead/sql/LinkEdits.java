package io.fairlead.sql;

import java.util.Optional;

/// SET CONFIG and SET CREDENTIALS of one statement; one of them is there at least.
public record LinkEdits(Optional<LinkClause> config, Optional<LinkClause> credentials) {}

package io.fairlead.command;

import io.fairlead.model.ObjectId;

/// Who carries out a statement, and where unqualified names are looked up.
///
/// @param roleName as it was at sign-in; for history
public record Actor(ObjectId role, String roleName, String schema) {}

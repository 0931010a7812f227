package io.fairlead.command;

import io.fairlead.model.ObjectId;

/// Who carries out a statement, and where unqualified names are looked up.
///
/// @param roleName as it was at sign-in; for history
/// @param pipelinesFollow whether running pipelines follow a link that is changed, where the statement
///     does not say it
public record Actor(ObjectId role, String roleName, String schema, boolean pipelinesFollow) {
  public Actor(ObjectId role, String roleName, String schema) {
    this(role, roleName, schema, false);
  }
}

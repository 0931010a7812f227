package io.fairlead.session;

import io.fairlead.sql.Dialects;

/// What the clients of one protocol expect of a session, where protocols differ.
///
/// @param dialects in the order in which they are asked
/// @param variables what SET and SHOW know
/// @param databasesAreSchemas what the client calls a database is a schema; otherwise there is one
///     database
/// @param statementsCommit each statement of a text commits for itself, and so does BEGIN what was
///     open before; otherwise the statements of one text are one transaction
public record Manners(
    Dialects dialects,
    Variables variables,
    boolean databasesAreSchemas,
    boolean statementsCommit) {

  public static Manners postgres(Dialects dialects) {
    return new Manners(dialects, Variables.POSTGRESQL, false, false);
  }

  public static Manners mysql(Dialects dialects) {
    return new Manners(dialects, MysqlVariables.ALL, true, true);
  }
}

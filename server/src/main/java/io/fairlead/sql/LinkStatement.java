package io.fairlead.sql;

import io.fairlead.model.Privilege;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// SingleStore's statements about links, and about who may use them.
public sealed interface LinkStatement extends Statement {
  /// @param config empty and `{}` are the same, and so with the credentials
  record CreateLink(
      ObjectName name,
      boolean orReplace,
      boolean ifNotExists,
      String type,
      Optional<LinkClause.Whole> config,
      Optional<LinkClause.Whole> credentials,
      String description,
      Optional<Boolean> validate,
      String dialect)
      implements LinkStatement {}

  /// One of the clauses is there at least.
  ///
  /// @param pause running pipelines take it at their next batch, or keep it from happening; empty: as
  ///     the session says
  record AlterLink(
      ObjectName name,
      boolean ifExists,
      Optional<LinkClause> config,
      Optional<LinkClause> credentials,
      Optional<Boolean> validate,
      Optional<OverlapClause> overlap,
      Optional<Boolean> pause,
      Optional<Integer> ifVersion,
      String dialect)
      implements LinkStatement {}

  record DropLink(Drop drop) implements LinkStatement {}

  /// @param schema empty for the current one
  /// @param like empty for all names
  /// @param dialect in whose words the types are told
  record ShowLinks(Optional<String> schema, Optional<String> like, String dialect)
      implements LinkStatement {}

  record ShowCreateLink(ObjectName name, String dialect) implements LinkStatement {}

  /// GRANT and REVOKE of rights on all objects of a database.
  ///
  /// @param grant false for REVOKE
  /// @param rights never empty
  /// @param schema empty for every one that there is
  record GrantRights(
      boolean grant, Set<Privilege> rights, Optional<String> schema, List<String> grantees)
      implements LinkStatement {}

  /// @param role empty for the current one
  record ShowGrants(Optional<String> role) implements LinkStatement {}
}

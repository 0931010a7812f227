package io.fairlead.sql.materialize;

import io.fairlead.sql.PrintedName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `SHOW PRIVILEGES | DEFAULT PRIVILEGES [ON objects] [FOR role]` and `SHOW ROLE MEMBERSHIP [FOR
/// role]` as a SELECT over the catalog's relations, ascending by all columns. FOR a role also shows
/// what the role has as a member of others, or as everybody has it.
enum ShowRightsGrammar {
  PRIVILEGES(
      "mz_show_all_privileges",
      "grantor, grantee, database, schema, name, object_type, privilege_type"),
  DEFAULT_PRIVILEGES(
      "mz_show_default_privileges",
      "object_owner, database, schema, object_type, grantee, privilege_type"),
  ROLE_MEMBERSHIP("mz_show_role_members", "role, member, grantor");

  /// Kinds of objects in the singular. Some have no privileges here, so there is nothing to show.
  private static final Map<String, String> KINDS =
      Map.of(
          "CONNECTION", "connection",
          "SECRET", "secret",
          "SCHEMA", "schema",
          "CLUSTER", "cluster",
          "DATABASE", "database",
          "TABLE", "table",
          "TYPE", "type",
          "SYSTEM", "system");

  private final String relation;
  private final String columns;

  ShowRightsGrammar(String relation, String columns) {
    this.relation = relation;
    this.columns = columns;
  }

  /// Stands behind the words that name it.
  Statement.Query query(TokenReader in) {
    List<String> conditions = new ArrayList<>();
    if (this != ROLE_MEMBERSHIP && in.accept("ON")) {
      conditions.add("object_type = " + PrintedName.text(kind(in)));
    }
    if (in.accept("FOR")) {
      conditions.add(has(PrintedName.text(in.identifier("the name of a role"))));
    }
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    return new Statement.Query(
        "SELECT " + columns + " FROM mz_internal." + relation + where + " ORDER BY " + columns);
  }

  private String has(String role) {
    return this == ROLE_MEMBERSHIP
        ? "pg_has_role(" + role + ", member, 'USAGE')"
        : "CASE WHEN grantee = 'PUBLIC' THEN true ELSE pg_has_role("
            + role
            + ", grantee, 'USAGE') END";
  }

  private static String kind(TokenReader in) {
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      if (in.accept(kind.getKey() + "S") || in.accept(kind.getKey())) {
        return kind.getValue();
      }
    }
    throw in.unexpected("CONNECTIONS, SECRETS or SCHEMAS");
  }
}

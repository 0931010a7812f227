package io.fairlead.engine.duckdb;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.model.Name;
import io.fairlead.model.Privilege;
import io.fairlead.model.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What a role may do with tables of the engine. In a schema that it may not use they are not there.
/// Where it may use the schema it may read and change all rows; to make, alter or drop tables it needs
/// CREATE there, but for `public`, where everybody may.
///
/// A view shows what its maker could see: what stands in it is not asked for again.
record TableRights(Connection connection, Scope scope) {
  /// @throws Refusal when the role may not do what the statement does
  void check(LocalStatement statement) throws SQLException {
    hidden(statement.tokens());
    if (changesDefinitions(statement)) {
      for (ExternalTargets.Written target : ExternalTargets.targets(statement)) {
        boolean makes =
            statement.verb() == Verb.CREATE && !statement.object().equals("INDEX");
        mustMake(makes, target);
      }
    }
  }

  private static boolean changesDefinitions(LocalStatement statement) {
    return switch (statement.verb()) {
      case CREATE -> !isTemporary(statement.tokens());
      case DROP, ALTER, COMMENT -> true;
      default -> false;
    };
  }

  private static boolean isTemporary(List<Token> tokens) {
    for (Token token : tokens) {
      if (token.isWord("temp") || token.isWord("temporary")) {
        return true;
      }
      if (token.isWord("table") || token.isWord("view") || token.isSymbol("(")) {
        return false;
      }
    }
    return false;
  }

  /// Names of hidden schemas count where a table of them follows: anything else is an alias.
  private void hidden(List<Token> tokens) throws SQLException {
    for (int i = 0; i + 2 < tokens.size(); i++) {
      Token schema = tokens.get(i);
      if (!schema.isName()
          || !tokens.get(i + 1).isSymbol(".")
          || !isHidden(schema.value())) {
        continue;
      }
      Token table = tokens.get(i + 2);
      if (LocalTables.has(connection, new Name(schema.folded(), table.folded()))) {
        throw missing(table.folded(), schema.start() + 1);
      }
    }
  }

  /// Whether what is in a schema is there for the role.
  boolean sees(String schema) {
    return !isHidden(schema);
  }

  private boolean isHidden(String schema) {
    return scope.schemas().isHidden(schema, image(), scope.access());
  }

  private Image image() {
    return scope.view().image();
  }

  /// For a table that something else than a statement names.
  void mustSee(Name table) {
    if (isHidden(table.schema())) {
      throw missing(table.object(), 0);
    }
  }

  private static Refusal missing(String table, int position) {
    return Problem.of(
            ProblemKind.UNKNOWN_RELATION, "relation \"" + table + "\" does not exist")
        .at(position)
        .refusal();
  }

  /// @param makes false when the target is there already
  private void mustMake(boolean makes, ExternalTargets.Written target) throws SQLException {
    String schema = target.schema();
    if (schema == null && !makes) {
      schema =
          LocalTables.hasObject(connection, new Name(scope.view().schema(), target.object()))
              ? scope.view().schema()
              : Name.PUBLIC;
    } else if (schema == null) {
      schema = scope.view().schema();
    }
    mustMakeIn(schema, makes, target.start() + 1);
  }

  private void mustMakeIn(String written, boolean makes, int position) {
    Optional<Schema> schema = scope.schemas().of(written, image());
    if (schema.isEmpty()) {
      if (makes && !written.equals(Name.PUBLIC)) {
        throw nowhere(written).at(position).refusal();
      }
      return;
    }
    String name = schema.get().name().object();
    Privilege needed = name.equals(Name.PUBLIC) ? Privilege.USAGE : Privilege.CREATE;
    if (!scope.access().may(needed, schema.get())) {
      throw denied(needed, name, position);
    }
  }

  private Problem nowhere(String written) {
    if (image().schema(written).isEmpty()) {
      return Problem.of(
          ProblemKind.UNKNOWN_SCHEMA, "schema \"" + written + "\" does not exist");
    }
    if (scope.schemas().canHold(written, image())) {
      return Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "a transaction block cannot make a schema and tables in it")
          .withHint("Make the tables when the schema is committed.");
    }
    return Problem.of(
            ProblemKind.NOT_SUPPORTED,
            "schema \"" + written + "\" cannot have tables of this server")
        .withHint(
            "The query engine knows something else by its name, where the case of letters does not"
                + " count. Take another schema.");
  }

  private Refusal denied(Privilege needed, String schema, int position) {
    String named = "SCHEMA \"" + Name.DATABASE + "." + schema + "\"";
    String role =
        Sources.role(scope).map(found -> found.name().object()).orElse("");
    return Problem.of(ProblemKind.FORBIDDEN, "permission denied for " + named)
        .withDetail("The '" + role + "' role needs " + needed + " privileges on " + named + ".")
        .at(position)
        .refusal();
  }
}

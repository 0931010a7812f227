package io.fairlead.engine.duckdb;

import io.fairlead.catalog.Image;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// External functions as DuckDB knows them: a macro each, so that its own rules of names and types
/// hold, over two functions of [FunctionCalls]. A macro names the function's id and signature; whether
/// the image of a statement has that one is asked when the statement is bound.
///
/// Values go to and fro as texts, which hold every digit.
final class FunctionMacros {
  private static final System.Logger LOG = System.getLogger("io.fairlead.engine");

  /// What a macro was made of.
  private record Defined(Name name, String text) {}

  private final Map<ObjectId, Defined> macros = new HashMap<>();

  /// Those of an earlier process; the functions may be gone meanwhile.
  static void dropAll(Connection own) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = own.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT schema_name, function_name FROM duckdb_functions()"
                    + " WHERE function_type = 'macro' AND database_name = '"
                    + Name.DATABASE
                    + "'")) {
      while (rows.next()) {
        names.add(ExternalViews.qualified(new Name(rows.getString(1), rows.getString(2))));
      }
    }
    for (String name : names) {
      Database.execute(own, "DROP MACRO IF EXISTS " + name);
    }
  }

  /// Whether DuckDB or the system catalog has a function of this name: one of a schema would hide it,
  /// also from the system catalog itself.
  static boolean isBuiltIn(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT 1 FROM duckdb_functions() WHERE lower(function_name) = ? AND database_name <> '"
                + Name.DATABASE
                + "' LIMIT 1")) {
      statement.setString(1, name.toLowerCase(Locale.ROOT));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Makes, changes and drops macros.
  void bring(Image image, Connection own) throws SQLException {
    Map<ObjectId, Defined> now = new HashMap<>();
    image.all(Kind.Space.FUNCTION).stream()
        .map(ExternalFunction.class::cast)
        .forEach(function -> now.put(function.id(), new Defined(function.name(), text(function))));
    for (Map.Entry<ObjectId, Defined> old : List.copyOf(macros.entrySet())) {
      if (!old.getValue().equals(now.get(old.getKey()))) {
        Database.execute(
            own, "DROP MACRO IF EXISTS " + ExternalViews.qualified(old.getValue().name()));
        macros.remove(old.getKey());
      }
    }
    for (Map.Entry<ObjectId, Defined> made : now.entrySet()) {
      if (!macros.containsKey(made.getKey())) {
        define(made.getKey(), made.getValue(), own);
      }
    }
  }

  /// A function that DuckDB cannot have must not keep the others away.
  private void define(ObjectId id, Defined macro, Connection own) {
    try {
      if (isBuiltIn(own, macro.name().object())) {
        throw new SQLException("there is a built-in function of that name");
      }
      ExternalViews.makeSchema(macro.name().schema(), own);
      Database.execute(own, macro.text());
      macros.put(id, macro);
    } catch (SQLException | RuntimeException refused) {
      LOG.log(
          System.Logger.Level.WARNING,
          () ->
              "function \"%s\" cannot be shown to queries: %s"
                  .formatted(macro.name(), Failures.of(refused, null, false).getMessage()));
    }
  }

  /// The schemas that have functions.
  Set<String> schemas() {
    Set<String> schemas = new HashSet<>();
    macros.values().forEach(macro -> schemas.add(macro.name().schema()));
    return schemas;
  }

  private static String text(ExternalFunction function) {
    String parameters =
        function.parameters().stream()
            .map(parameter -> Database.quoted(parameter.name()))
            .collect(Collectors.joining(", "));
    String arguments =
        function.parameters().stream()
            .map(parameter -> ", " + argument(parameter))
            .collect(Collectors.joining());
    String call =
        "system.main.%s(system.main.%s(%d, %s)%s)"
            .formatted(
                FunctionCalls.CALL,
                FunctionCalls.FIND,
                function.id().number(),
                Database.literal(function.signature()),
                arguments);
    return "CREATE MACRO "
        + ExternalViews.qualified(function.name())
        + "("
        + parameters
        + ") AS CAST("
        + (isBytes(function.returns()) ? "system.main.unhex(" + call + ")" : call)
        + " AS "
        + function.returns()
        + ")";
  }

  private static String argument(ExternalFunction.Parameter parameter) {
    String typed = "CAST(" + Database.quoted(parameter.name()) + " AS " + parameter.type() + ")";
    return isBytes(parameter.type())
        ? "system.main.hex(" + typed + ")"
        : "CAST(" + typed + " AS VARCHAR)";
  }

  private static boolean isBytes(String type) {
    return type.equals("BLOB");
  }
}

package io.fairlead.sql.singlestore;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.Kind;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.FunctionStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Statements about external functions.
final class FunctionStatements implements Family {
  private static final String NAME = "the name of a function";

  @Override
  public Optional<Statement> read(TokenReader in) {
    if (in.accept("CREATE", "EXTERNAL", "FUNCTION")) {
      return Optional.of(create(in, false));
    }
    if (in.accept("CREATE", "OR", "REPLACE", "EXTERNAL", "FUNCTION")) {
      return Optional.of(create(in, true));
    }
    if (in.accept("DROP", "FUNCTION")) {
      return Optional.of(ObjectGrammar.drop(in, Kind.FUNCTION));
    }
    if (in.accept("SHOW", "CREATE", "FUNCTION")) {
      return Optional.of(new FunctionStatement.ShowCreateFunction(in.objectName(NAME)));
    }
    if (in.accept("SHOW", "FUNCTIONS")) {
      Optional<String> schema =
          in.accept("FROM") || in.accept("IN")
              ? Optional.of(in.identifier("the name of a database"))
              : Optional.empty();
      Optional<String> like =
          in.accept("LIKE") ? Optional.of(in.text("a pattern in quotes")) : Optional.empty();
      return Optional.of(new FunctionStatement.ShowFunctions(schema, like));
    }
    return Optional.empty();
  }

  private static Statement create(TokenReader in, boolean orReplace) {
    ObjectName name = in.objectName(NAME);
    in.expectSymbol("(");
    List<ExternalFunction.Parameter> parameters = List.of();
    if (!in.atSymbol(")")) {
      parameters = in.list(FunctionStatements::parameter);
    }
    in.expectSymbol(")");
    in.expect("RETURNS");
    String returns = FunctionTypes.read(in);
    FunctionTypes.modifiers(in);
    if (in.accept("DEFINER")) {
      in.expectSymbol("=");
      in.expect("CURRENT_USER");
    }
    in.expect("AS");
    if (in.at("COLLOCATED")) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED, "a COLLOCATED function is not supported, only REMOTE ones");
    }
    in.accept("REMOTE");
    in.expect("SERVICE");
    in.conceal();
    String url = in.text("the URL of a service in quotes");
    format(in);
    StorageClause connection =
        in.accept("LINK")
            ? new StorageClause.Named(in.objectName("the name of a link"))
            : new StorageClause.Inline(List.of());
    if (in.accept("PROTOCOL") && !in.accept("V1")) {
      if (!in.at("V2")) {
        throw in.unexpected("V1 or V2");
      }
      throw in.problem(ProblemKind.NOT_SUPPORTED, "PROTOCOL V2 is not supported, only V1");
    }
    return new FunctionStatement.CreateFunction(
        name, orReplace, parameters, returns, url, connection, SingleStoreDialect.NAME);
  }

  private static ExternalFunction.Parameter parameter(TokenReader in) {
    String name = in.identifier("the name of an argument");
    String type = FunctionTypes.read(in);
    FunctionTypes.modifiers(in);
    return new ExternalFunction.Parameter(name, type);
  }

  private static void format(TokenReader in) {
    in.expect("FORMAT");
    if (in.at("ROWDAT_1")) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED, "FORMAT ROWDAT_1 is not supported, only FORMAT JSON");
    }
    in.expect("JSON");
    if (in.at("USING")) {
      throw in.problem(
          ProblemKind.NOT_SUPPORTED, "USING DELIMITED BATCHES is not supported");
    }
  }

  @Override
  public Optional<String> write(Statement statement) {
    return switch (statement) {
      case FunctionStatement.CreateFunction create -> Optional.of(written(create));
      case FunctionStatement.ShowCreateFunction show ->
          Optional.of("SHOW CREATE FUNCTION " + quoted(show.name()));
      case FunctionStatement.ShowFunctions show ->
          Optional.of(
              "SHOW FUNCTIONS"
                  + show.schema().map(schema -> " IN " + quoted(schema)).orElse("")
                  + show.like().map(pattern -> " LIKE " + literal(pattern)).orElse(""));
      case Statement.Drop drop when drop.kind() == Kind.FUNCTION ->
          Optional.of(
              "DROP FUNCTION "
                  + (drop.ifExists() ? "IF EXISTS " : "")
                  + drop.names().stream()
                      .map(FunctionStatements::quoted)
                      .collect(Collectors.joining(", "))
                  + drop.ifVersion().map(version -> " IF VERSION " + version).orElse("")
                  + (drop.cascade() ? " CASCADE" : ""));
      default -> Optional.empty();
    };
  }

  private static String written(FunctionStatement.CreateFunction create) {
    String parameters =
        create.parameters().stream()
            .map(
                parameter ->
                    quoted(parameter.name()) + " " + FunctionTypes.written(parameter.type()))
            .collect(Collectors.joining(", "));
    return "CREATE "
        + (create.orReplace() ? "OR REPLACE " : "")
        + "EXTERNAL FUNCTION "
        + quoted(create.name())
        + "("
        + parameters
        + ") RETURNS "
        + FunctionTypes.written(create.returns())
        + " AS REMOTE SERVICE "
        + literal(create.url())
        + " FORMAT JSON"
        + (create.connection() instanceof StorageClause.Named(ObjectName link)
            ? " LINK " + quoted(link)
            : "");
  }

  private static String quoted(ObjectName name) {
    return name.parts().stream().map(FunctionStatements::quoted).collect(Collectors.joining("."));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static String literal(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

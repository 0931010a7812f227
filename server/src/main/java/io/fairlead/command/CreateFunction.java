package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.HttpAddress;
import io.fairlead.model.Connection;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.sql.FunctionStatement;
import io.fairlead.sql.StorageClause;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE EXTERNAL FUNCTION. Nobody asks the service: what is wrong with it shows at the first call
/// (SingleStore's rule).
public final class CreateFunction implements Command<FunctionStatement.CreateFunction> {
  private final Connectors connectors;
  private final CreatePlaced placed;

  public CreateFunction(
      Connectors connectors, Placement placement, Supplier<ObjectId> newId) {
    this.connectors = connectors;
    this.placed = new CreatePlaced(placement, newId);
  }

  @Override
  public Prepared prepare(
      FunctionStatement.CreateFunction statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    mustHaveDistinctNames(statement.parameters());
    mustBeAddress(statement.url());
    String type = connectors.service(statement.url()).name();
    mustCall(statement.connection(), type, actor, image);
    return placed.prepare(
        new CreatePlaced.Order(
            Kind.FUNCTION,
            statement.name(),
            statement.orReplace(),
            false,
            type,
            statement.url(),
            false,
            statement.connection(),
            "",
            Optional.empty(),
            statement.dialect(),
            (header, storage) ->
                new ExternalFunction(
                    header,
                    statement.parameters(),
                    statement.returns(),
                    storage,
                    ExternalFunction.JSON,
                    statement.dialect())),
        actor,
        image);
  }

  private static void mustHaveDistinctNames(List<ExternalFunction.Parameter> parameters) {
    if (parameters.size() > Limits.FUNCTION_PARAMETERS) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "a function has at most " + Limits.FUNCTION_PARAMETERS + " parameters");
    }
    Set<String> names = new HashSet<>();
    for (ExternalFunction.Parameter parameter : parameters) {
      if (!names.add(parameter.name().toLowerCase(Locale.ROOT))) {
        throw Refusal.of(
            ProblemKind.DUPLICATE_COLUMN,
            "parameter \"" + parameter.name() + "\" specified more than once");
      }
    }
  }

  /// No more than a host, a port and a path: what stands behind them would be shown to everybody.
  private static void mustBeAddress(String url) {
    var _ =
        HttpAddress.read(
            url,
            why -> {
              throw Refusal.of(
                  ProblemKind.INVALID_OPTION, "invalid URL of a service: " + why);
            });
  }

  private static void mustCall(
      StorageClause clause, String type, Actor actor, Image image) {
    if (clause instanceof StorageClause.Named(var name)) {
      Connection connection = Lookup.connection(image, name, actor);
      if (!connection.type().equals(type)) {
        throw Problem.of(
                ProblemKind.WRONG_OBJECT_KIND,
                "connection \""
                    + connection.name().object()
                    + "\" is of type "
                    + connection.type()
                    + ", with which no function can be called")
            .withHint("A function needs one of type " + type + ".")
            .refusal();
      }
    }
  }
}

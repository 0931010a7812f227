package io.fairlead.external;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Access;
import io.fairlead.engine.ExternalFunctions;
import io.fairlead.engine.View;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.pool.Pool;
import io.fairlead.pool.CallUse;

/// The external functions of the catalog, for whoever may call them. Each batch is sent with what the
/// function's connection is at that moment.
public final class CalledFunctions implements ExternalFunctions {
  private final Pool pool;

  public CalledFunctions(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Calls open(View view, ObjectId id, String signature) {
    if (!(view.image().object(id).orElse(null) instanceof ExternalFunction function)) {
      throw Problem.of(
              ProblemKind.UNKNOWN_FUNCTION, "a function in the statement does not exist")
          .withHint("It was dropped meanwhile, or the block that makes it is not committed yet.")
          .refusal();
    }
    mustBeAllowed(view, function);
    if (!function.signature().equals(signature)) {
      throw Problem.of(
              ProblemKind.CONFLICT,
              "function \"" + function.name().object() + "\" was replaced meanwhile")
          .withHint("Run the statement again.")
          .refusal();
    }
    return new BatchedCalls(function, new CallUse(pool, function.storage())::run);
  }

  /// Whoever does not see the schema has not found the function; a view may lead there all the same.
  private static void mustBeAllowed(View view, ExternalFunction function) {
    Role role = view.image().role(view.role()).orElseThrow();
    Access access = Access.of(view.image(), role);
    if (!access.sees(function) || !access.may(Privilege.EXECUTE, function)) {
      throw Problem.of(
              ProblemKind.FORBIDDEN,
              "permission denied for function " + function.name().object())
          .withDetail(
              "The '"
                  + role.name().object()
                  + "' role needs EXECUTE privileges on FUNCTION \""
                  + function.name().full()
                  + "\".")
          .refusal();
    }
  }
}

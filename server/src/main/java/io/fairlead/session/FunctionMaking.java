package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.command.Prepared;
import io.fairlead.sql.Reply;
import io.fairlead.sql.FunctionStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the engine has to do with the CREATE of an external function: it knows the names of its own.
record FunctionMaking(ClientSession session) {
  Reply make(FunctionStatement.CreateFunction create, List<@Nullable Object> values) {
    session.park();
    return session.change(
        session.planned(create, create.dialect()), () -> prepared(create, values));
  }

  /// Refuses a built-in name. For a statement that was authorised.
  private Prepared prepared(FunctionStatement.CreateFunction create, List<@Nullable Object> values) {
    Prepared prepared =
        session.prepare(session.planned(create, create.dialect()).command(), values);
    String name = create.name().object();
    if (prepared instanceof Prepared.Change
        && session.cancellable(() -> session.engineSession().hasFunction(name, session.view()))) {
      throw Problem.of(
              ProblemKind.ALREADY_EXISTS, "function \"" + name + "\" is built in")
          .withHint("Take another name: this one would be hidden from everybody.")
          .refusal();
    }
    return prepared;
  }
}

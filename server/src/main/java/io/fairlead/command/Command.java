package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.sql.Column;
import io.fairlead.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one kind of statement is carried out.
public interface Command<S extends Statement> {
  /// The half that may talk to the world. It authorises before it touches a network or a secret.
  ///
  /// @param image what the statement sees: the latest one, or that of its transaction block
  /// @param parameters the values of `$1`, …; empty for most statements
  /// @throws io.fairlead.base.Refusal when the statement is refused; no trace is left but what the
  ///     session tells the audit
  Prepared prepare(S statement, Actor actor, Image image, List<@Nullable Object> parameters);

  /// The columns of the answer to this statement.
  default List<Column> columns(S statement) {
    return columns();
  }

  /// The columns of every answer; empty when there are no rows.
  default List<Column> columns() {
    return List.of();
  }
}

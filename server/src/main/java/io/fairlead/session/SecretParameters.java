package io.fairlead.session;

import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;

/// Which parameters a catalog statement takes: only the value of a secret may be one, so that it
/// need not stand in the text.
final class SecretParameters {
  private SecretParameters() {}

  /// The highest parameter number in the statement; 0 when there is none.
  static int count(Statement statement) {
    return switch (statement) {
      case Statement.CreateSecret create -> count(create.value());
      case Statement.AlterSecret alter -> 
          alter.actions().stream().mapToInt(SecretParameters::count).max().orElse(0);
      default -> 0;
    };
  }

  private static int count(SecretAction action) {
    return action instanceof SecretAction.SetValue(SecretSource source) ? count(source) : 0;
  }

  private static int count(SecretSource source) {
    return source instanceof SecretSource.Parameter(int number) ? number : 0;
  }
}

package io.fairlead.sql;

import io.fairlead.base.ProblemKind;
import io.fairlead.secret.SecretBytes;

/// The value of a secret where a statement has it: a text or, which keeps it out of the statement, a
/// parameter. No other constant or expression: expressions would go to the engine, which is no place
/// for a secret.
public final class TypedSecret {
  /// More parameters than the protocol can carry.
  private static final int PARAMETER_DIGITS = 5;

  private TypedSecret() {}

  public static SecretSource read(TokenReader in) {
    if (in.at("NULL")) {
      throw in.problem(ProblemKind.INVALID_OPTION, "secret value can not be null");
    }
    if (in.peek().kind() == Token.Kind.PARAMETER) {
      return new SecretSource.Parameter(parameter(in));
    }
    return new SecretSource.Literal(
        SecretBytes.of(in.text("the value of the secret as a quoted text or a parameter")));
  }

  private static int parameter(TokenReader in) {
    String digits = in.peek().text();
    int number = digits.length() > PARAMETER_DIGITS ? 0 : Integer.parseInt(digits);
    if (number < 1 || number > 0xffff) {
      throw in.problem(ProblemKind.INVALID_PARAMETER, "there is no such parameter");
    }
    in.next();
    return number;
  }
}

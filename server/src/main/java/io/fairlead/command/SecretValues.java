package io.fairlead.command;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.SecretSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The value that a statement gives to a secret, from its text or from a parameter.
final class SecretValues {
  private SecretValues() {}

  static SecretBytes of(SecretSource source, List<@Nullable Object> parameters) {
    SecretBytes value =
        switch (source) {
          case SecretSource.Literal literal -> literal.value();
          case SecretSource.Generated _, SecretSource.Linked _ ->
              throw new IllegalArgumentException("nobody gave this value");
          case SecretSource.Parameter(int number) -> parameter(number, parameters);
        };
    if (value.length() > Limits.SECRET_BYTES) {
      throw Refusal.of(
          ProblemKind.TOO_LARGE,
          "secrets can not be bigger than " + Limits.SECRET_BYTES / 1024 + "KiB");
    }
    return value;
  }

  private static SecretBytes parameter(int number, List<@Nullable Object> parameters) {
    if (number > parameters.size()) {
      throw Problem.of(ProblemKind.INVALID_PARAMETER, "there is no parameter $" + number)
          .withHint("Send the statement as a prepared one with a value for it.")
          .refusal();
    }
    Object value = parameters.get(number - 1);
    return switch (value) {
      case null -> throw Refusal.of(ProblemKind.DATA_ERROR, "secret value can not be null");
      case String text -> SecretBytes.of(text);
      case byte[] bytes -> SecretBytes.of(bytes);
      default ->
          throw Refusal.of(
              ProblemKind.TYPE_MISMATCH, "parameter $" + number + " must be a text or bytea");
    };
  }
}

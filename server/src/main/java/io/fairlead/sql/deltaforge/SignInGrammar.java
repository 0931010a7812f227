package io.fairlead.sql.deltaforge;

import io.fairlead.sql.Letters;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;

/// The clauses that stand beside OPTIONS: who signs in, and the limits. They are options like the
/// others, which a replaced map leaves alone.
final class SignInGrammar {
  static final String CREDENTIAL = "credential";
  static final String CREDENTIAL_STORAGE = "credential_storage";
  static final String MAX_CONNECTIONS = "max_connections";
  static final String TIMEOUT = "timeout";

  /// What can be set and unset, for errors.
  static final String WORDS = "CREDENTIAL, CREDENTIAL STORAGE, MAX_CONNECTIONS or TIMEOUT";

  private static final List<String> ORDER =
      List.of(CREDENTIAL, CREDENTIAL_STORAGE, MAX_CONNECTIONS, TIMEOUT);

  private SignInGrammar() {}

  /// Where a clause is printed; negative for what is printed among the OPTIONS.
  static int order(OptionEdit.Set option) {
    return isClause(option) ? ORDER.indexOf(option.key()) : -1;
  }

  /// Whether the value can be written as a clause.
  private static boolean isClause(OptionEdit.Set option) {
    return switch (option.key()) {
      case CREDENTIAL ->
          option.value() instanceof OptionLiteral.SecretName name && name.version().isEmpty();
      case CREDENTIAL_STORAGE -> option.value() instanceof OptionLiteral.Word;
      case MAX_CONNECTIONS, TIMEOUT ->
          option.value() instanceof OptionLiteral.Digits(String digits)
              && digits.matches("[1-9][0-9]{0,8}");
      default -> false;
    };
  }

  /// The words of the clause of an option; empty when it has none.
  static Optional<String> words(String key) {
    return switch (key) {
      case CREDENTIAL_STORAGE -> Optional.of("CREDENTIAL STORAGE");
      case CREDENTIAL, MAX_CONNECTIONS, TIMEOUT -> Optional.of(Letters.upper(key));
      default -> Optional.empty();
    };
  }

  /// The words of the clause that comes next, as the name of its option; empty when there is none.
  static Optional<String> name(TokenReader in) {
    if (in.accept("CREDENTIAL", "STORAGE")) {
      return Optional.of(CREDENTIAL_STORAGE);
    }
    if (in.accept("CREDENTIAL")) {
      return Optional.of(CREDENTIAL);
    }
    if (in.accept("MAX_CONNECTIONS")) {
      return Optional.of(MAX_CONNECTIONS);
    }
    return in.accept("TIMEOUT") ? Optional.of(TIMEOUT) : Optional.empty();
  }

  /// `= value`, behind those words.
  static OptionEdit.Set set(TokenReader in, String key, int position) {
    in.expectSymbol("=");
    return new OptionEdit.Set(key, value(in, key), position);
  }

  private static OptionLiteral value(TokenReader in, String key) {
    return switch (key) {
      case CREDENTIAL -> {
        // Somebody may take this for the place of the password, so that a text is no name here.
        ObjectName name = in.objectName("the name of a credential, not in single quotes");
        yield new OptionLiteral.SecretName(name, Optional.empty());
      }
      case CREDENTIAL_STORAGE ->
          new OptionLiteral.Word(in.objectNameOrText("the name of a credential storage"));
      default ->
          new OptionLiteral.Digits(
              String.valueOf(in.positive("a whole number from 1, without quotes")));
    };
  }
}

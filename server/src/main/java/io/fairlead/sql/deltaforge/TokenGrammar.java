package io.fairlead.sql.deltaforge;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.TokenPermission;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TimeLiteral;
import io.fairlead.sql.TokenReader;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `CREATE TOKEN name [PERMISSIONS ('connections:read', …)] [EXPIRES 'timestamp']`, which is ours. It
/// stands behind the first two words.
final class TokenGrammar {
  /// What an application needs, and no more.
  static final Set<TokenPermission> USUAL =
      Collections.unmodifiableSet(
          EnumSet.of(TokenPermission.CONNECTIONS_READ, TokenPermission.RESOLVE));

  private TokenGrammar() {}

  static Statement create(TokenReader in) {
    String name = in.identifierOrText("the name of a token");
    Once once = new Once();
    Set<TokenPermission> permissions = USUAL;
    Optional<Instant> expires = Optional.empty();
    while (!in.atEnd()) {
      if (once.accept(in, "PERMISSIONS")) {
        in.expectSymbol("(");
        permissions = EnumSet.copyOf(in.list(TokenGrammar::permission));
        in.expectSymbol(")");
      } else if (once.accept(in, "EXPIRES")) {
        expires = Optional.of(TimeLiteral.instant(in, "EXPIRES"));
      } else {
        throw in.unexpected("PERMISSIONS or EXPIRES");
      }
    }
    return new Statement.CreateToken(name, permissions, expires);
  }

  private static TokenPermission permission(TokenReader in) {
    int position = in.peek().position();
    return TokenPermission.of(in.text("a permission in quotes"))
        .orElseThrow(
            () ->
                Problem.of(ProblemKind.INVALID_OPTION, "unknown permission")
                    .withHint(
                        Arrays.stream(TokenPermission.values())
                            .map(TokenPermission::word)
                            .collect(Collectors.joining(", ", "Permissions are ", ".")))
                    .at(position)
                    .refusal());
  }
}

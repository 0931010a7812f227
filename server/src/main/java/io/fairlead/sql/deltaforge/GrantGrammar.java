package io.fairlead.sql.deltaforge;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.GrantTarget;
import io.fairlead.sql.Listing;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrivilegeWord;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;

/// GRANT and REVOKE on storage credentials and external locations. What DeltaForge calls READ and
/// CREATE_EXTERNAL_LOCATION is to use the object: USAGE.
final class GrantGrammar {
  /// Longer lists of privileges are not looked through for what they are granted on.
  private static final int TOKENS = 100;

  private GrantGrammar() {}

  /// At GRANT or REVOKE. Takes nothing when it is about something else.
  static Optional<Statement> statement(TokenReader in) {
    if (!isMine(in)) {
      return Optional.empty();
    }
    boolean grant = in.accept("GRANT");
    if (!grant) {
      in.expect("REVOKE");
    }
    if (in.at("GRANT", "OPTION", "FOR")) {
      throw notSupported(in);
    }
    Optional<Problem> unknown = Optional.empty();
    List<PrivilegeWord> privileges = List.of();
    if (in.accept("ALL")) {
      in.accept("PRIVILEGES");
    } else {
      int first = in.peek().position();
      List<Optional<PrivilegeWord>> words = in.list(GrantGrammar::privilege);
      privileges = words.stream().flatMap(Optional::stream).distinct().toList();
      if (words.contains(Optional.<PrivilegeWord>empty())) {
        unknown = Optional.of(manage(first));
      }
    }
    in.expect("ON");
    Listing of = ObjectWords.accept(in).orElseThrow(() -> in.unexpected("STORAGE CREDENTIAL"));
    List<ObjectName> names = in.list(list -> ObjectWords.name(list, of));
    in.expect(grant ? "TO" : "FROM");
    List<String> grantees = in.list(list -> list.identifierOrText("the name of a role"));
    if (in.at("WITH")) {
      throw notSupported(in);
    }
    if (unknown.isPresent()) {
      throw unknown.get().refusal();
    }
    GrantTarget target = new GrantTarget.Listed(of, names);
    return Optional.of(
        grant
            ? new Statement.GrantPrivileges(privileges, target, grantees)
            : new Statement.RevokePrivileges(privileges, target, grantees));
  }

  private static boolean isMine(TokenReader in) {
    for (int i = 1; i < TOKENS && in.peek(i).kind() != Token.Kind.END; i++) {
      if (in.peek(i).is("ON")) {
        return isPair(in, i + 1, "STORAGE", "CREDENTIAL")
            || isPair(in, i + 1, "EXTERNAL", "LOCATION");
      }
    }
    return false;
  }

  private static boolean isPair(TokenReader in, int at, String first, String second) {
    return in.peek(at).is(first) && in.peek(at + 1).is(second);
  }

  /// Empty for MANAGE, which is refused at the end: a reading that got further is believed.
  private static Optional<PrivilegeWord> privilege(TokenReader in) {
    if (in.accept("MANAGE")) {
      return Optional.empty();
    }
    if (in.accept("READ") || in.accept("CREATE_EXTERNAL_LOCATION") || in.accept("USAGE")) {
      return Optional.of(PrivilegeWord.USAGE);
    }
    throw in.unexpected("ALL, CREATE_EXTERNAL_LOCATION, READ or USAGE");
  }

  private static Problem manage(int position) {
    return Problem.of(ProblemKind.NOT_SUPPORTED, "the privilege MANAGE is not supported")
        .withHint("Who owns an object manages it: ALTER … OWNER TO a role, and GRANT that role.")
        .at(position);
  }

  private static Refusal notSupported(TokenReader in) {
    return Problem.of(
            ProblemKind.NOT_SUPPORTED, "rights to pass on what was granted are not supported")
        .withHint("Grant the privilege to a role, and that role to the others.")
        .at(in.peek().position())
        .refusal();
  }
}

package io.fairlead.sql.databend;

import io.fairlead.model.Kind;
import io.fairlead.sql.GrantTarget;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.PrivilegeWord;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;

/// `GRANT ACCESS CONNECTION ON CONNECTION c TO ROLE r`, which is USAGE here, and OWNERSHIP. Grants on
/// tables and stages, which only this dialect has; every other GRANT is not Databend's alone.
final class AccessGrammar {
  private AccessGrammar() {}

  static Optional<Statement> read(TokenReader in) {
    boolean grant = in.at("GRANT");
    if (in.peek(1).is("ACCESS") && in.peek(2).is("CONNECTION") && in.peek(3).is("ON")) {
      in.next();
      in.expect("ACCESS", "CONNECTION", "ON", "CONNECTION");
      List<ObjectName> names = in.list(list -> ObjectGrammar.name(list, Kind.CONNECTION));
      return Optional.of(
          privileges(grant, List.of(PrivilegeWord.USAGE), Kind.CONNECTION, names, in));
    }
    if (grant && in.peek(1).is("OWNERSHIP") && in.peek(2).is("ON")) {
      return ownership(in);
    }
    int on = on(in);
    Token kind = in.peek(on + 1);
    if (on == 0 || kind.is("CONNECTION") || kind(kind).isEmpty()) {
      return Optional.empty();
    }
    in.next();
    List<PrivilegeWord> words = words(in);
    in.expect("ON");
    Kind of = kind(in.next()).orElseThrow();
    List<ObjectName> names = in.list(list -> ObjectGrammar.name(list, of));
    return Optional.of(privileges(grant, words, of, names, in));
  }

  private static Optional<Statement> ownership(TokenReader in) {
    if (kind(in.peek(3)).isEmpty()) {
      return Optional.empty();
    }
    in.expect("GRANT", "OWNERSHIP", "ON");
    Kind kind = kind(in.next()).orElseThrow();
    ObjectName name = ObjectGrammar.name(in, kind);
    in.expect("TO");
    in.accept("ROLE");
    return Optional.of(
        new Statement.ChangeOwner(
            kind, name, false, in.identifierOrText("the name of a role")));
  }

  private static Optional<Kind> kind(Token word) {
    if (word.is("CONNECTION")) {
      return Optional.of(Kind.CONNECTION);
    }
    if (word.is("TABLE")) {
      return Optional.of(Kind.TABLE);
    }
    return word.is("STAGE") ? Optional.of(Kind.STAGE) : Optional.empty();
  }

  private static Statement privileges(
      boolean grant,
      List<PrivilegeWord> words,
      Kind kind,
      List<ObjectName> names,
      TokenReader in) {
    in.expect(grant ? "TO" : "FROM");
    List<String> grantees =
        in.list(
            list -> {
              list.accept("ROLE");
              return list.identifierOrText("the name of a role");
            });
    GrantTarget target = new GrantTarget.Named(kind, names);
    return grant
        ? new Statement.GrantPrivileges(words, target, grantees)
        : new Statement.RevokePrivileges(words, target, grantees);
  }

  /// Where ON stands behind a short list of privileges; 0 for nowhere near.
  private static int on(TokenReader in) {
    for (int ahead = 2; ahead < 12; ahead++) {
      if (in.peek(ahead).is("ON")) {
        return ahead;
      }
      if (in.peek(ahead).kind() == Token.Kind.END) {
        return 0;
      }
    }
    return 0;
  }

  private static List<PrivilegeWord> words(TokenReader in) {
    if (in.accept("ALL")) {
      in.accept("PRIVILEGES");
      return List.of();
    }
    return in.list(
        list -> {
          PrivilegeWord word =
              PrivilegeWord.of(list.peek().text())
                  .orElseThrow(() -> list.unexpected("a privilege"));
          list.next();
          return word;
        });
  }
}

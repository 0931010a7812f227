package io.fairlead.sql.postgresql;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.sql.GrantTarget;
import io.fairlead.sql.Letters;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.PrivilegeWord;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;

/// GRANT and REVOKE, of memberships and of privileges; ALTER DEFAULT PRIVILEGES; DROP OWNED and
/// REASSIGN OWNED.
final class RightsGrammar {
  private static final String ROLE = "the name of a role";

  /// Kinds of objects that Fairlead has.
  private static final List<Kind> KINDS = 
      List.of(Kind.CONNECTION, Kind.SECRET, Kind.SCHEMA, Kind.FUNCTION);

  /// What PostgreSQL and Materialize have privileges on and Fairlead does not.
  private static final String[] OTHER_KINDS = {
    "TABLE", "TABLES", "SYSTEM", "CLUSTER", "CLUSTERS", "DATABASE", "DATABASES", "TYPE", "TYPES",
    "NETWORK", "SEQUENCE", "SEQUENCES", "PROCEDURE", "PROCEDURES",
    "ROUTINE", "ROUTINES", "DOMAIN", "FOREIGN", "LANGUAGE", "LARGE", "PARAMETER", "TABLESPACE"
  };

  private RightsGrammar() {}

  static Optional<Statement> statement(TokenReader in) {
    if (in.accept("GRANT")) {
      return Optional.of(change(in, true));
    }
    if (in.accept("REVOKE")) {
      return Optional.of(change(in, false));
    }
    if (in.accept("ALTER", "DEFAULT", "PRIVILEGES")) {
      return Optional.of(defaults(in));
    }
    if (in.accept("DROP", "OWNED")) {
      in.expect("BY");
      List<String> roles = in.list(RightsGrammar::role);
      return Optional.of(new Statement.DropOwned(roles, cascades(in)));
    }
    if (in.accept("REASSIGN", "OWNED")) {
      in.expect("BY");
      List<String> roles = in.list(RightsGrammar::role);
      in.expect("TO");
      return Optional.of(new Statement.ReassignOwned(roles, role(in)));
    }
    return Optional.empty();
  }

  /// Behind GRANT or REVOKE. What stands in front of ON are privileges; of TO or FROM, roles.
  private static Statement change(TokenReader in, boolean grant) {
    mustHaveNoOption(in, "GRANT", "ADMIN", "INHERIT", "SET");
    if (in.accept("ALL")) {
      in.accept("PRIVILEGES");
      return ofPrivileges(in, grant, List.of());
    }
    List<Word> words = in.list(RightsGrammar::word);
    if (in.at("ON")) {
      return ofPrivileges(in, grant, words.stream().map(Word::privilege).distinct().toList());
    }
    in.expect(grant ? "TO" : "FROM");
    List<String> groups = words.stream().map(Word::text).toList();
    List<String> members = grantees(in);
    mustEnd(in, grant);
    return grant
        ? new Statement.GrantRole(groups, members)
        : new Statement.RevokeRole(groups, members);
  }

  /// A privilege or a role; which of the two is known at ON, TO or FROM.
  private record Word(String text, int position) {
    PrivilegeWord privilege() {
      return PrivilegeWord.of(text)
          .orElseThrow(
              () ->
                  Problem.of(
                          ProblemKind.SYNTAX, "unrecognized privilege type \"" + text + "\"")
                      .at(position)
                      .refusal());
    }
  }

  private static Word word(TokenReader in) {
    int position = in.peek().position();
    boolean reserved = in.atOneOf("SELECT", "CREATE", "REFERENCES");
    return new Word(reserved ? in.next().text() : in.identifier(ROLE), position);
  }

  private static Statement ofPrivileges(
      TokenReader in, boolean grant, List<PrivilegeWord> privileges) {
    in.expect("ON");
    GrantTarget target = in.accept("ALL") ? all(in) : named(in);
    in.expect(grant ? "TO" : "FROM");
    List<String> grantees = grantees(in);
    mustEnd(in, grant);
    return grant
        ? new Statement.GrantPrivileges(privileges, target, grantees)
        : new Statement.RevokePrivileges(privileges, target, grantees);
  }

  private static GrantTarget named(TokenReader in) {
    for (Kind kind : KINDS) {
      if (in.accept(kind.keyword())) {
        return new GrantTarget.Named(kind, in.list(list -> ObjectGrammar.name(list, kind)));
      }
    }
    if (in.atOneOf(OTHER_KINDS) || in.peek().isName()) {
      throw otherKind(in);
    }
    throw in.unexpected("CONNECTION, SECRET, SCHEMA or FUNCTION");
  }

  private static GrantTarget all(TokenReader in) {
    return new GrantTarget.All(kinds(in), schemas(in));
  }

  /// The plural of a kind.
  private static Kind kinds(TokenReader in) {
    for (Kind kind : KINDS) {
      if (in.accept(kind.keyword() + "S")) {
        return kind;
      }
    }
    if (in.atOneOf(OTHER_KINDS)) {
      throw otherKind(in);
    }
    throw in.unexpected("CONNECTIONS, SECRETS or SCHEMAS");
  }

  private static Refusal otherKind(TokenReader in) {
    return PostgresqlDialect.notSupported(in, "privileges on other objects are not supported")
        .problem()
        .withHint("There are privileges on CONNECTION, SECRET and SCHEMA.")
        .refusal();
  }

  private static List<String> schemas(TokenReader in) {
    if (in.at("IN", "DATABASE")) {
      throw PostgresqlDialect.notSupported(in, "IN DATABASE is not supported")
          .problem()
          .withHint("There is one database. Leave IN DATABASE out.")
          .refusal();
    }
    return in.accept("IN", "SCHEMA")
        ? in.list(list -> list.identifier("the name of a schema"))
        : List.of();
  }

  private static Statement defaults(TokenReader in) {
    in.expect("FOR");
    List<String> creators = List.of();
    if (!in.accept("ALL", "ROLES")) {
      if (!in.accept("ROLE") && !in.accept("USER")) {
        throw in.unexpected("ROLE or ALL ROLES");
      }
      creators = in.list(RightsGrammar::role);
    }
    List<String> schemas = schemas(in);
    boolean grant = in.accept("GRANT");
    if (!grant) {
      in.expect("REVOKE");
    }
    mustHaveNoOption(in, "GRANT");
    List<PrivilegeWord> privileges = List.of();
    if (in.accept("ALL")) {
      in.accept("PRIVILEGES");
    } else {
      privileges = in.list(RightsGrammar::word).stream().map(Word::privilege).distinct().toList();
    }
    in.expect("ON");
    Kind kind = kinds(in);
    in.expect(grant ? "TO" : "FROM");
    List<String> grantees = grantees(in);
    mustEnd(in, grant);
    return new Statement.AlterDefaultPrivileges(
        grant, creators, schemas, privileges, kind, grantees);
  }

  private static List<String> grantees(TokenReader in) {
    in.accept("GROUP");
    return in.list(RightsGrammar::role);
  }

  private static String role(TokenReader in) {
    if (in.atOneOf("CURRENT_USER", "CURRENT_ROLE", "SESSION_USER")) {
      throw PostgresqlDialect.notSupported(
          in, Letters.upper(in.peek().text()) + " is not supported here: name the role");
    }
    return in.identifier(ROLE);
  }

  /// `GRANT OPTION FOR` and its like, in front of privileges and roles.
  private static void mustHaveNoOption(TokenReader in, String... options) {
    for (String option : options) {
      if (in.at(option, "OPTION", "FOR")) {
        throw PostgresqlDialect.notSupported(in, option + " OPTION is not supported");
      }
    }
  }

  /// Nothing can depend on a grant, so CASCADE and RESTRICT ask for the same.
  private static void mustEnd(TokenReader in, boolean grant) {
    if (in.at("WITH") || in.at("GRANTED", "BY")) {
      throw PostgresqlDialect.notSupported(
          in, "rights to pass on what was granted are not supported");
    }
    if (!grant) {
      cascades(in);
    }
  }

  private static boolean cascades(TokenReader in) {
    boolean cascade = in.accept("CASCADE");
    if (!cascade) {
      in.accept("RESTRICT");
    }
    return cascade;
  }
}

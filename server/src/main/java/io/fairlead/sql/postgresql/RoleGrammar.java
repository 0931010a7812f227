package io.fairlead.sql.postgresql;

import io.fairlead.base.ProblemKind;
import io.fairlead.model.Kind;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.ObjectGrammar;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.RoleAttributes;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.List;
import java.util.Optional;

/// CREATE, ALTER and DROP ROLE. USER is another word for ROLE; a user may sign in unless it says
/// otherwise.
final class RoleGrammar {
  private static final String WHAT = "the name of a role";

  private RoleGrammar() {}

  static Optional<Statement> statement(TokenReader in) {
    if (in.accept("CREATE", "ROLE")) {
      return Optional.of(new Statement.CreateRole(in.identifier(WHAT), attributes(in)));
    }
    if (in.accept("CREATE", "USER")) {
      String name = in.identifier(WHAT);
      RoleAttributes written = attributes(in);
      Optional<Boolean> login = Optional.of(written.login().orElse(true));
      return Optional.of(
          new Statement.CreateRole(
              name, new RoleAttributes(login, written.superuser(), written.password())));
    }
    if (in.accept("ALTER", "ROLE") || in.accept("ALTER", "USER")) {
      return Optional.of(alter(in));
    }
    if (in.accept("DROP", "ROLE") || in.accept("DROP", "USER")) {
      boolean ifExists = in.accept("IF", "EXISTS");
      List<ObjectName> names = in.list(list -> ObjectGrammar.name(list, Kind.ROLE));
      return Optional.of(new Statement.Drop(Kind.ROLE, names, ifExists, false));
    }
    return Optional.empty();
  }

  private static Statement alter(TokenReader in) {
    ObjectName name = ObjectGrammar.name(in, Kind.ROLE);
    if (in.accept("RENAME")) {
      return new Statement.Rename(Kind.ROLE, name, false, ObjectGrammar.newName(in));
    }
    if (in.atOneOf("SET", "RESET", "IN")) {
      throw PostgresqlDialect.notSupported(in, "settings of a role are not supported");
    }
    RoleAttributes written = attributes(in);
    if (written.equals(RoleAttributes.NONE)) {
      throw in.unexpected("an attribute of a role");
    }
    return new Statement.AlterRole(name.object(), written);
  }

  /// The rest of the statement.
  private static RoleAttributes attributes(TokenReader in) {
    in.accept("WITH");
    // Whoever writes an attribute wrong may have the password next.
    in.conceal();
    RoleAttributes found = RoleAttributes.NONE;
    while (!in.atEnd()) {
      found = attribute(in, found);
    }
    return found;
  }

  private static RoleAttributes attribute(TokenReader in, RoleAttributes before) {
    if (in.at("SUPERUSER") || in.at("NOSUPERUSER")) {
      once(in, before.superuser());
      Optional<Boolean> superuser = Optional.of(in.next().is("SUPERUSER"));
      return new RoleAttributes(before.login(), superuser, before.password());
    }
    if (in.at("LOGIN") || in.at("NOLOGIN")) {
      once(in, before.login());
      Optional<Boolean> login = Optional.of(in.next().is("LOGIN"));
      return new RoleAttributes(login, before.superuser(), before.password());
    }
    if (in.at("PASSWORD") || in.at("ENCRYPTED", "PASSWORD")) {
      once(in, before.password());
      in.accept("ENCRYPTED");
      in.expect("PASSWORD");
      return new RoleAttributes(
          before.login(), before.superuser(), Optional.of(password(in)));
    }
    if (in.accept("INHERIT")) {
      return before;
    }
    if (in.at("NOINHERIT")) {
      throw PostgresqlDialect.notSupported(in, "roles that do not inherit are not supported");
    }
    if (in.atOneOf("CREATEDB", "CREATEROLE", "CREATECLUSTER", "REPLICATION", "BYPASSRLS")
        || in.atOneOf("VALID", "CONNECTION", "IN", "ROLE", "ADMIN", "SYSID", "USER")) {
      throw PostgresqlDialect.notSupported(in, "this attribute of a role is not supported");
    }
    throw in.unexpected("SUPERUSER, LOGIN, INHERIT or PASSWORD");
  }

  private static void once(TokenReader in, Optional<?> before) {
    if (before.isPresent()) {
      throw in.problem(ProblemKind.SYNTAX, "conflicting or redundant options");
    }
  }

  private static Optional<SecretBytes> password(TokenReader in) {
    return in.accept("NULL")
        ? Optional.empty()
        : Optional.of(SecretBytes.of(in.text("the password as a quoted text, or NULL")));
  }
}

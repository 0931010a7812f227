package io.fairlead.sql.singlestore;

import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.sql.Letters;
import io.fairlead.sql.LinkStatement;
import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// GRANT and REVOKE of rights on the links and pipelines of a database, and SHOW GRANTS. Every other
/// GRANT is somebody else's.
final class RightsStatements implements Family {
  @Override
  public Optional<Statement> read(TokenReader in) {
    if (in.accept("SHOW", "GRANTS")) {
      return Optional.of(
          new LinkStatement.ShowGrants(in.accept("FOR") ? user(in) : Optional.empty()));
    }
    boolean grant = in.at("GRANT");
    if (!grant && !in.at("REVOKE")) {
      return Optional.empty();
    }
    if (right(in, 1).isEmpty()) {
      return Optional.empty();
    }
    in.next();
    Set<Privilege> rights = EnumSet.noneOf(Privilege.class);
    do {
      rights.add(
          right(in, 0)
              .orElseThrow(
                  () -> in.unexpected("a right on links or pipelines, such as SHOW LINK")));
      in.next();
      in.next();
    } while (in.acceptSymbol(","));
    in.expect("ON");
    Optional<String> schema = database(in);
    in.expect(grant ? "TO" : "FROM");
    List<String> grantees = in.list(RightsStatements::grantee);
    return Optional.of(new LinkStatement.GrantRights(grant, rights, schema, grantees));
  }

  /// The right of the two words that stand `ahead` of the cursor.
  private static Optional<Privilege> right(TokenReader in, int ahead) {
    for (Privilege privilege : Privilege.ofDatabases()) {
      String[] words = privilege.words().split(" ");
      if (in.peek(ahead).is(words[0]) && in.peek(ahead + 1).is(words[1])) {
        return Optional.of(privilege);
      }
    }
    return Optional.empty();
  }

  /// `*.*` or `db.*`; empty for the first.
  private static Optional<String> database(TokenReader in) {
    Optional<String> name =
        in.acceptSymbol("*")
            ? Optional.empty()
            : Optional.of(in.identifier("*.* or the name of a database with .*"));
    in.expectSymbol(".");
    if (!in.acceptSymbol("*")) {
      throw in.unexpected("\"*\": these rights are on whole databases");
    }
    return name;
  }

  private static String grantee(TokenReader in) {
    return user(in).orElseThrow(() -> in.unexpected("the name of a user"));
  }

  /// Empty for CURRENT_USER.
  private static Optional<String> user(TokenReader in) {
    if (in.accept("CURRENT_USER")) {
      if (in.acceptSymbol("(")) {
        in.expectSymbol(")");
      }
      return Optional.empty();
    }
    String name = MysqlUser.read(in);
    return Optional.of(Letters.lower(name).equals(Role.EVERYBODY) ? Role.EVERYBODY : name);
  }

  @Override
  public Optional<String> write(Statement statement) {
    return switch (statement) {
      case LinkStatement.ShowGrants(Optional<String> role) ->
          Optional.of("SHOW GRANTS" + role.map(name -> " FOR " + MysqlName.text(name)).orElse(""));
      case LinkStatement.GrantRights grant ->
          Optional.of(
              (grant.grant() ? "GRANT " : "REVOKE ")
                  + grant.rights().stream()
                      .map(Privilege::words)
                      .collect(Collectors.joining(", "))
                  + " ON "
                  + grant.schema().map(MysqlName::of).orElse("*")
                  + ".*"
                  + (grant.grant() ? " TO " : " FROM ")
                  + grant.grantees().stream()
                      .map(MysqlName::text)
                      .collect(Collectors.joining(", ")));
      default -> Optional.empty();
    };
  }
}

package io.fairlead.sql.singlestore;

import io.fairlead.model.Kind;
import io.fairlead.secret.SecretBytes;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.RoleAttributes;
import io.fairlead.sql.StandardText;
import io.fairlead.sql.Statement;
import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;
import java.util.Optional;
import java.util.stream.Collectors;

/// CREATE, ALTER and DROP USER as MySQL writes them. Users are roles that may sign in; without
/// IDENTIFIED and without quotes or a host the statement is PostgreSQL's, which makes the same.
final class UserStatements implements Family {
  private static final int NAME = 2;
  private static final String IDENTIFIED = " IDENTIFIED BY " + StandardText.STARS;

  @Override
  public Optional<Statement> read(TokenReader in) {
    boolean create = in.at("CREATE", "USER");
    if (create || in.at("ALTER", "USER")) {
      return isOurs(in, NAME) ? Optional.of(identified(in, create)) : Optional.empty();
    }
    if (!in.at("DROP", "USER")) {
      return Optional.empty();
    }
    boolean ifExists = in.peek(NAME).is("IF") && in.peek(NAME + 1).is("EXISTS");
    if (!isOurs(in, ifExists ? NAME + 2 : NAME)) {
      return Optional.empty();
    }
    in.expect("DROP", "USER");
    in.accept("IF", "EXISTS");
    return Optional.of(
        new Statement.Drop(Kind.ROLE, in.list(UserStatements::name), ifExists, false));
  }

  /// @param at where the name stands
  private static boolean isOurs(TokenReader in, int at) {
    return in.peek(at).kind() == Token.Kind.TEXT
        || in.peek(at + 1).isSymbol("@")
        || in.peek(at + 1).is("IDENTIFIED");
  }

  private static ObjectName name(TokenReader in) {
    int position = in.peek().position();
    return new ObjectName(null, null, MysqlUser.read(in), position);
  }

  private static Statement identified(TokenReader in, boolean create) {
    in.next();
    in.next();
    String name = MysqlUser.read(in);
    // Whoever writes the rest wrong may have the password next.
    in.conceal();
    in.expect("IDENTIFIED");
    in.expect("BY");
    SecretBytes password = SecretBytes.of(in.text("the password as a quoted text"));
    return create
        ? new Statement.CreateRole(name, attributes(Optional.of(true), password))
        : new Statement.AlterRole(name, attributes(Optional.empty(), password));
  }

  private static RoleAttributes attributes(Optional<Boolean> login, SecretBytes password) {
    return new RoleAttributes(login, Optional.empty(), Optional.of(Optional.of(password)));
  }

  @Override
  public Optional<String> write(Statement statement) {
    return switch (statement) {
      case Statement.CreateRole(String name, RoleAttributes made) when hasPassword(made) ->
          Optional.of("CREATE USER " + MysqlName.text(name) + IDENTIFIED);
      case Statement.AlterRole(String name, RoleAttributes made) when hasPassword(made) ->
          Optional.of("ALTER USER " + MysqlName.text(name) + IDENTIFIED);
      case Statement.Drop drop when drop.kind() == Kind.ROLE ->
          Optional.of(
              "DROP USER "
                  + (drop.ifExists() ? "IF EXISTS " : "")
                  + drop.names().stream()
                      .map(name -> MysqlName.text(name.object()))
                      .collect(Collectors.joining(", ")));
      default -> Optional.empty();
    };
  }

  private static boolean hasPassword(RoleAttributes made) {
    return made.superuser().isEmpty() && made.password().flatMap(given -> given).isPresent();
  }
}

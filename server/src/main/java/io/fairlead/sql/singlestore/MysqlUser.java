package io.fairlead.sql.singlestore;

import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;

/// `name`, `'name'`, `'name'@'%'`. Where a user comes from makes no difference here, so that no other
/// host can be named.
final class MysqlUser {
  private MysqlUser() {}

  static String read(TokenReader in) {
    String name = in.identifierOrText("the name of a user");
    if (in.acceptSymbol("@")) {
      if (!in.peek().text().equals("%") || in.peek().kind() == Token.Kind.SYMBOL) {
        throw in.unexpected("'%': a user may come from everywhere");
      }
      in.next();
    }
    return name;
  }
}

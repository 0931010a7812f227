package io.fairlead.session;

import io.fairlead.sql.Statement;
import io.fairlead.sql.TokenReader;

/// Which statements of the engine define something: in MySQL they commit what is open, and themselves.
final class Definitions {
  private Definitions() {}

  static boolean isOne(Statement statement) {
    return statement instanceof Statement.Query(String text)
        && new TokenReader(text).atOneOf("CREATE", "DROP", "ALTER", "TRUNCATE", "COMMENT");
  }
}

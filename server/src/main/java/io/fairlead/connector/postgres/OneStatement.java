package io.fairlead.connector.postgres;

import io.fairlead.connector.QueryFailed;
import org.postgresql.core.Parser;

/// A text that is one statement, as the driver wants it. The driver would take several apart and run
/// them all, and takes `?` for a parameter, which is an operator here.
final class OneStatement {
  private OneStatement() {}

  /// @throws QueryFailed when something follows a semicolon
  static String of(String text) throws QueryFailed {
    char[] query = text.toCharArray();
    StringBuilder made = new StringBuilder(query.length);
    boolean ended = false;
    for (int i = 0; i < query.length; i++) {
      int end = end(query, i);
      boolean comment = end > i && (query[i] == '-' || query[i] == '/');
      if (ended && !comment && !Character.isWhitespace(query[i]) && query[i] != ';') {
        throw new QueryFailed(QueryFailed.Cause.UNFIT, "", i + 1);
      }
      if (query[i] == ';') {
        ended = true;
      } else if (!ended || !comment) {
        made.append(query, i, Math.min(end, query.length - 1) - i + 1);
        if (query[i] == '?') {
          made.append('?');
        }
      }
      i = end;
    }
    return made.toString();
  }

  /// The last character of the literal, quoted name or comment that starts at `i`; `i` when none
  /// does.
  private static int end(char[] query, int i) {
    return switch (query[i]) {
      case '\'' -> Parser.parseSingleQuotes(query, i, true);
      case '"' -> Parser.parseDoubleQuotes(query, i);
      case '-' -> Parser.parseLineComment(query, i);
      case '/' -> Parser.parseBlockComment(query, i);
      case '$' -> Parser.parseDollarQuotes(query, i);
      default -> i;
    };
  }
}

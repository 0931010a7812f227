package io.fairlead.sql.singlestore;

import io.fairlead.sql.Lexis;
import io.fairlead.sql.Splitter;
import java.util.ArrayList;
import java.util.List;

/// MySQL's rules.
final class MysqlLexis implements Lexis {
  static final MysqlLexis INSTANCE = new MysqlLexis();

  private MysqlLexis() {}

  @Override
  public List<Splitter.Part> split(String text) {
    List<Splitter.Part> parts = new ArrayList<>();
    int first = -1;
    int last = 0;
    int counted = 0;
    int characters = 0;
    for (MysqlToken token : MysqlScanner.tokens(text)) {
      if (!token.isSymbol(";")) {
        if (first < 0) {
          first = begin(text, last, token);
          characters += text.codePointCount(counted, first);
          counted = first;
        }
        last = token.end();
      } else {
        if (first >= 0) {
          parts.add(new Splitter.Part(text.substring(first, last), characters));
        }
        first = -1;
        last = token.end();
      }
    }
    if (first >= 0) {
      // What opens in a comment that counts, ends behind the last token.
      parts.add(new Splitter.Part(text.substring(first), characters));
    }
    return parts;
  }

  /// From the comment on that the first token may stand in.
  private static int begin(String text, int after, MysqlToken token) {
    int version = text.indexOf("/*!", after, token.start());
    return version >= 0 ? version : token.start();
  }

  @Override
  public String standard(String statement) {
    return Respelling.of(statement);
  }
}

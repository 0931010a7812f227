package io.fairlead.sql;

import java.util.List;

/// How a vendor's clients write tokens: quotes, comments, parameters. A session reads by the rules of
/// the dialect that it asks first; the others, and the engine, are given the standard's spelling.
public interface Lexis {
  /// PostgreSQL's rules, which most dialects and the engine share.
  Lexis STANDARD =
      new Lexis() {
        @Override
        public List<Splitter.Part> split(String text) {
          return Splitter.split(text);
        }

        @Override
        public String standard(String statement) {
          return statement;
        }
      };

  /// Cuts a text into statements at each semicolon that is not inside quotes or a comment.
  List<Splitter.Part> split(String text);

  /// One statement as PostgreSQL's rules would have it written. Characters may stand elsewhere in it.
  ///
  /// @throws io.fairlead.base.Refusal for a quote or comment without an end
  String standard(String statement);
}

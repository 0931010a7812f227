package io.fairlead.sql.singlestore;

import io.fairlead.sql.Token;
import io.fairlead.sql.TokenReader;

/// LIKE or WHERE behind a SHOW.
///
/// @param like a pattern; empty for none
/// @param where a condition, which is SQL; empty for none
record Filter(String like, String where) {
  /// What stands at the cursor, perhaps nothing.
  static Filter read(TokenReader in) {
    if (in.accept("LIKE")) {
      return new Filter(in.text("a pattern"), "");
    }
    if (!in.accept("WHERE")) {
      return new Filter("", "");
    }
    Token start = in.peek();
    if (in.atEnd()) {
      throw in.unexpected("a condition");
    }
    while (!in.atEnd()) {
      in.next();
    }
    return new Filter("", in.slice(start));
  }

  /// The query with the filter.
  ///
  /// @param column which LIKE is about
  String of(String query, String column) {
    String all = "SELECT * FROM (" + query + ") AS shown";
    if (!like.isEmpty()) {
      return all
          + " WHERE "
          + ShownTables.name(column)
          + " ILIKE "
          + ShownTables.text(like)
          + " ESCAPE '\\'";
    }
    return where.isEmpty() ? all : all + " WHERE " + where;
  }
}

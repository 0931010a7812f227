package io.fairlead.sql;

/// By whose lexical rules a text is cut into tokens.
public enum Lexing {
  /// `"name"`, `'text'`, `E'te\nxt'`, `$tag$text$tag$`, `--` and nested `/* */` comments.
  POSTGRESQL,
  /// `` `name` ``, `'te\nxt'` and `"te\nxt"`, and comments that begin with `#`, with `--` and a space,
  /// or with `/*` and do not nest. ANSI_QUOTES and NO_BACKSLASH_ESCAPES are off.
  MYSQL
}

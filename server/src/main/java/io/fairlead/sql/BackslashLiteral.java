package io.fairlead.sql;

/// Texts as MySQL writes them: in single or double quotes, with escapes by backslash.
public final class BackslashLiteral {
  private BackslashLiteral() {}

  /// What a text means.
  ///
  /// @param start where the first quote stands
  /// @param end behind the last quote
  public static String meaning(String text, int start, int end) {
    char quote = text.charAt(start);
    StringBuilder value = new StringBuilder(end - start);
    int i = start + 1;
    while (i < end - 1) {
      char c = text.charAt(i++);
      if (c == '\\') {
        escape(text.charAt(i++), value);
      } else {
        value.append(c);
        i += c == quote ? 1 : 0;
      }
    }
    return value.toString();
  }

  /// `\%` and `\_` keep their backslash: they are for patterns.
  private static void escape(char c, StringBuilder value) {
    switch (c) {
      case '0' -> value.append('\0');
      case 'b' -> value.append('\b');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'Z' -> value.append('\u001a');
      case '%', '_' -> value.append('\\').append(c);
      default -> value.append(c);
    }
  }

  /// The text in these quotes; reading it gives `text` again, and it stands on one line.
  ///
  /// @param quote `'` or `"`
  public static String of(String text, char quote) {
    StringBuilder written = new StringBuilder(text.length() + 2).append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\0' -> written.append("\\0");
        case '\b' -> written.append("\\b");
        case '\n' -> written.append("\\n");
        case '\r' -> written.append("\\r");
        case '\t' -> written.append("\\t");
        case '\u001a' -> written.append("\\Z");
        case '\\' -> written.append("\\\\");
        default -> {
          if (c == quote) {
            written.append('\\');
          }
          written.append(c);
        }
      }
    }
    return written.append(quote).toString();
  }
}

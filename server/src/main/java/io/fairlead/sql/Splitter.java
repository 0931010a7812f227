package io.fairlead.sql;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text into statements at each `;` that is not inside quotes or a comment, as PostgreSQL's
/// simple query protocol wants it.
public final class Splitter {
  /// One statement, without the space and comments around it.
  ///
  /// @param text without the semicolon
  /// @param offset how many characters of the whole text stand before it; add it to the position of
  ///     a [io.fairlead.base.Problem] that has one
  public record Part(String text, int offset) {
    /// Without the text: it may hold a secret.
    @Override
    public String toString() {
      return "Part@" + offset;
    }
  }

  private Splitter() {}

  /// The statements of `text` in their order; none when it is all space and comments. A quote or
  /// comment without an end belongs to the last statement, whose reader complains.
  public static List<Part> split(String text) {
    List<Part> parts = new ArrayList<>();
    Scanner scanner = new Scanner(text, Lexing.POSTGRESQL);
    int first = -1;
    int last = 0;
    int counted = 0;
    int characters = 0;
    while (true) {
      scanner.next();
      boolean ended = scanner.kind() == Token.Kind.END;
      boolean cut = ended || isSemicolon(text, scanner);
      if (cut && first >= 0) {
        characters += text.codePointCount(counted, first);
        counted = first;
        parts.add(new Part(text.substring(first, last), characters));
        first = -1;
      }
      if (ended) {
        return parts;
      }
      if (!cut) {
        first = first < 0 ? scanner.start() : first;
        last = scanner.end();
      }
    }
  }

  private static boolean isSemicolon(String text, Scanner scanner) {
    return scanner.kind() == Token.Kind.SYMBOL && text.charAt(scanner.start()) == ';';
  }
}

package io.fairlead.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts text into statements at each `;` that stands outside of quotes and comments. Text comes in
/// whole lines, so that no token is cut in two; a statement may take as many lines as it likes.
final class StatementSplitter {
  private static final Pattern DOLLAR = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$");

  private enum Mode {
    CODE,
    QUOTED,
    ESCAPED,
    NAME,
    DOLLAR,
    COMMENT
  }

  private final StringBuilder pending = new StringBuilder();
  private Mode mode = Mode.CODE;
  private String tag = "";
  private int depth;
  private boolean blank = true;

  /// Takes one line and gives the statements that end in it, each with its `;`.
  List<String> line(String line) {
    List<String> complete = new ArrayList<>();
    int i = 0;
    while (i < line.length()) {
      int next = mode == Mode.CODE ? code(line, i) : quoted(line, i);
      pending.append(line, i, next);
      if (mode == Mode.CODE && line.charAt(i) == ';') {
        if (!blank) {
          complete.add(pending.toString().strip());
        }
        clear();
      }
      i = next;
    }
    pending.append('\n');
    return complete;
  }

  /// The statement that has begun and not ended; empty when there is none but comments.
  String rest() {
    return blank ? "" : pending.toString().strip();
  }

  /// Whether a line that comes now begins a statement.
  boolean isEmpty() {
    return blank && mode == Mode.CODE;
  }

  void clear() {
    pending.setLength(0);
    mode = Mode.CODE;
    blank = true;
  }

  /// The end of the token at `i`, which may change the mode.
  private int code(String line, int i) {
    char c = line.charAt(i);
    if (line.startsWith("--", i)) {
      return line.length();
    }
    if (line.startsWith("/*", i)) {
      mode = Mode.COMMENT;
      depth = 1;
      return i + 2;
    }
    blank &= Character.isWhitespace(c) || c == ';';
    if (c == '\'') {
      mode = isEscapeString(line, i) ? Mode.ESCAPED : Mode.QUOTED;
    } else if (c == '"') {
      mode = Mode.NAME;
    } else if (c == '$' && (i == 0 || !Character.isJavaIdentifierPart(line.charAt(i - 1)))) {
      Matcher matcher = DOLLAR.matcher(line).region(i, line.length());
      if (matcher.lookingAt()) {
        mode = Mode.DOLLAR;
        tag = matcher.group();
        return matcher.end();
      }
    }
    return i + 1;
  }

  private static boolean isEscapeString(String line, int quote) {
    boolean letter = quote > 0 && (line.charAt(quote - 1) | 32) == 'e';
    return letter && (quote == 1 || !Character.isJavaIdentifierPart(line.charAt(quote - 2)));
  }

  private int quoted(String line, int i) {
    char c = line.charAt(i);
    switch (mode) {
      case ESCAPED -> {
        if (c == '\\') {
          return Math.min(i + 2, line.length());
        }
        mode = c == '\'' ? Mode.CODE : mode;
      }
      // A doubled quote ends the text and begins it again, which comes to the same.
      case QUOTED -> mode = c == '\'' ? Mode.CODE : mode;
      case NAME -> mode = c == '"' ? Mode.CODE : mode;
      case DOLLAR -> {
        if (line.startsWith(tag, i)) {
          mode = Mode.CODE;
          return i + tag.length();
        }
      }
      case COMMENT -> {
        return comment(line, i);
      }
      case CODE -> throw new IllegalStateException("not in quotes");
    }
    return i + 1;
  }

  /// Comments nest, as the SQL standard says.
  private int comment(String line, int i) {
    if (line.startsWith("/*", i)) {
      depth++;
      return i + 2;
    }
    if (line.startsWith("*/", i)) {
      depth--;
      mode = depth == 0 ? Mode.CODE : mode;
      return i + 2;
    }
    return i + 1;
  }
}

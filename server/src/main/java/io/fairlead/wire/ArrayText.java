package io.fairlead.wire;

import io.fairlead.sql.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Arrays of one dimension in PostgreSQL's text form: `{a,"b c",NULL}`.
public final class ArrayText {
  private ArrayText() {}

  static String of(List<?> values, ColumnType element) {
    StringBuilder text = new StringBuilder("{");
    for (Object value : values) {
      if (text.length() > 1) {
        text.append(',');
      }
      if (value == null) {
        text.append("NULL");
      } else {
        appendQuoted(text, elementText(element, value));
      }
    }
    return text.append('}').toString();
  }

  private static String elementText(ColumnType element, Object value) {
    return switch (element) {
      case BOOL -> (Boolean) value ? "t" : "f";
      case FLOAT8 -> FloatText.of((Double) value);
      default -> value.toString();
    };
  }

  private static void appendQuoted(StringBuilder text, String value) {
    if (!needsQuotes(value)) {
      text.append(value);
      return;
    }
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\');
      }
      text.append(c);
    }
    text.append('"');
  }

  private static boolean needsQuotes(String value) {
    return value.isEmpty()
        || value.equalsIgnoreCase("NULL")
        || value.chars().anyMatch(c -> "{},\"\\ \t\n\r\f\u000b".indexOf(c) >= 0);
  }

  static List<@Nullable Object> read(String text, ColumnType element) {
    return new Reader(text.strip(), element).read();
  }

  private static final class Reader {
    private final String text;
    private final ColumnType element;
    private final List<@Nullable Object> values = new ArrayList<>();
    private int position = 1;

    Reader(String text, ColumnType element) {
      this.text = text;
      this.element = element;
    }

    List<@Nullable Object> read() {
      if (text.length() < 2 || text.charAt(0) != '{' || !text.endsWith("}")) {
        throw new IllegalArgumentException();
      }
      if (text.substring(1, text.length() - 1).isBlank()) {
        return values;
      }
      do {
        readElement();
      } while (text.charAt(position++) == ',');
      if (position != text.length()) {
        throw new IllegalArgumentException();
      }
      return values;
    }

    /// Stops at the comma or brace behind the element.
    private void readElement() {
      skipSpace();
      if (at() == '"') {
        values.add(ValueText.read(element, quoted()));
        skipSpace();
      } else {
        String bare = bare().strip();
        if (bare.isEmpty()) {
          throw new IllegalArgumentException();
        }
        values.add(bare.equalsIgnoreCase("NULL") ? null : ValueText.read(element, bare));
      }
      if (at() != ',' && at() != '}') {
        throw new IllegalArgumentException();
      }
    }

    private char at() {
      if (position >= text.length()) {
        throw new IllegalArgumentException();
      }
      return text.charAt(position);
    }

    private void skipSpace() {
      while (Character.isWhitespace(at())) {
        position++;
      }
    }

    private String quoted() {
      StringBuilder value = new StringBuilder();
      position++;
      for (; at() != '"'; position++) {
        if (at() == '\\') {
          position++;
        }
        value.append(at());
      }
      position++;
      return value.toString();
    }

    private String bare() {
      StringBuilder value = new StringBuilder();
      for (; at() != ',' && at() != '}'; position++) {
        if (at() == '{' || at() == '"') {
          throw new IllegalArgumentException();
        }
        if (at() == '\\') {
          position++;
        }
        value.append(at());
      }
      return value.toString();
    }
  }
}

package io.fairlead.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/// Rows as text, as psql prints them: aligned, or one value a line. Control characters are shown
/// and never sent, since a terminal would obey them.
///
/// @param numeric by column: values stand at the right
record Table(List<String> names, List<Boolean> numeric, List<List<@Nullable String>> rows) {

  String aligned() {
    int columns = names.size();
    List<List<String>> heads = names.stream().map(name -> List.of(shown(name))).toList();
    List<List<List<String>>> cells = new ArrayList<>();
    int[] widths = new int[columns];
    for (int c = 0; c < columns; c++) {
      widths[c] = width(heads.get(c).getFirst());
    }
    for (List<@Nullable String> row : rows) {
      List<List<String>> cell = row.stream().map(Table::lines).toList();
      for (int c = 0; c < columns; c++) {
        int widest = cell.get(c).stream().mapToInt(Table::width).max().orElse(0);
        widths[c] = Math.max(widths[c], widest);
      }
      cells.add(cell);
    }
    StringBuilder out = new StringBuilder();
    for (int c = 0; c < columns; c++) {
      int left = (widths[c] - width(heads.get(c).getFirst())) / 2;
      String head = " ".repeat(left) + heads.get(c).getFirst();
      out.append(c == 0 ? " " : "| ").append(padded(head, widths[c], false)).append(' ');
    }
    endLine(out);
    for (int c = 0; c < columns; c++) {
      out.append(c == 0 ? "" : "+").append("-".repeat(widths[c] + 2));
    }
    out.append('\n');
    cells.forEach(row -> append(out, row, widths));
    return out.append(count()).append('\n').toString();
  }

  private void append(StringBuilder out, List<List<String>> row, int[] widths) {
    int height = row.stream().mapToInt(List::size).max().orElse(1);
    for (int line = 0; line < height; line++) {
      for (int c = 0; c < widths.length; c++) {
        List<String> cell = row.get(c);
        String text = line < cell.size() ? cell.get(line) : "";
        out.append(c == 0 ? " " : "| ")
            .append(padded(text, widths[c], numeric.get(c)))
            .append(line + 1 < cell.size() ? '+' : ' ');
      }
      endLine(out);
    }
  }

  String expanded() {
    int width = names.stream().mapToInt(name -> width(shown(name))).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      out.append("-[ record ").append(r + 1).append(" ]-\n");
      for (int c = 0; c < names.size(); c++) {
        String name = shown(names.get(c));
        for (String line : lines(rows.get(r).get(c))) {
          out.append(padded(name, width, false)).append(" | ").append(line);
          endLine(out);
          name = "";
        }
      }
    }
    return out.append(count()).append('\n').toString();
  }

  private String count() {
    return String.format(Locale.ROOT, "(%d row%s)", rows.size(), rows.size() == 1 ? "" : "s");
  }

  private static void endLine(StringBuilder out) {
    while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    out.append('\n');
  }

  private static List<String> lines(@Nullable String value) {
    return value == null || value.isEmpty()
        ? List.of("")
        : value.lines().map(Table::shown).toList();
  }

  private static String padded(String text, int width, boolean right) {
    String space = " ".repeat(Math.max(0, width - width(text)));
    return right ? space + text : text + space;
  }

  private static int width(String text) {
    return text.codePoints().map(WCWidth::wcwidth).map(w -> Math.max(0, w)).sum();
  }

  /// The text with control characters written out.
  static String shown(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point)) {
                out.append(String.format(Locale.ROOT, "\\x%02X", point));
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }
}

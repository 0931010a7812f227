package io.fairlead.shell;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/// An error or a notice of the server as text.
final class Answer {
  private Answer() {}

  static String error(PSQLException failure, String statement) {
    ServerErrorMessage message = failure.getServerErrorMessage();
    if (message == null) {
      return "ERROR: " + Table.shown(String.valueOf(failure.getMessage())) + "\n";
    }
    String head = message.getSeverity() + " " + message.getSQLState() + ": ";
    return head + text(message.getMessage()) + "\n" + place(message, statement) + rest(message);
  }

  static String notice(PSQLWarning warning) {
    ServerErrorMessage message = warning.getServerErrorMessage();
    return message.getSeverity() + ": " + text(message.getMessage()) + "\n" + rest(message);
  }

  private static String rest(ServerErrorMessage message) {
    return (message.getDetail() == null ? "" : "DETAIL: " + text(message.getDetail()) + "\n")
        + (message.getHint() == null ? "" : "HINT: " + text(message.getHint()) + "\n");
  }

  /// The line that the error is in, with a caret below; only the numbers when it may hold a secret.
  private static String place(ServerErrorMessage message, String statement) {
    int position = message.getPosition();
    int points = statement.codePointCount(0, statement.length());
    if (position <= 0 || position > points + 1) {
      return "";
    }
    int at = statement.offsetByCodePoints(0, position - 1);
    int start = statement.lastIndexOf('\n', at - 1) + 1;
    int end = statement.indexOf('\n', at);
    int number = (int) statement.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    if (Discretion.mayHoldSecret(statement)) {
      return String.format(Locale.ROOT, "AT: line %d, column %d%n", number, at - start + 1);
    }
    String head = "LINE " + number + ": ";
    String line = statement.substring(start, end < 0 ? statement.length() : end);
    String caret = " ".repeat(head.length() + at - start) + "^";
    return head + Table.shown(line.replace('\t', ' ')) + "\n" + caret + "\n";
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : String.join("\n", text.lines().map(Table::shown).toList());
  }
}

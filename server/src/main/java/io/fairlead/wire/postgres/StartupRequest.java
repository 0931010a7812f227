package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.model.Name;
import io.fairlead.wire.BrokenProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a client says of itself in its start-up message.
///
/// @param settings all but user and database, those in `options` included
/// @param unknownExtensions names of protocol extensions that the server does not have
record StartupRequest(
    String user,
    String database,
    Map<String, String> settings,
    int minorVersion,
    List<String> unknownExtensions) {

  static StartupRequest read(MessageReader in, int minorVersion) throws BrokenProtocol {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> extensions = new ArrayList<>();
    for (String name = in.cstring(); !name.isEmpty(); name = in.cstring()) {
      String value = in.cstring();
      if (name.startsWith("_pq_.")) {
        extensions.add(name);
      } else if (name.equals("options")) {
        readOptions(value, settings);
      } else {
        settings.put(name, value);
      }
    }
    in.expectEnd();
    String user = settings.remove("user");
    if (user == null || user.isEmpty()) {
      throw new BrokenProtocol(
          Problem.of(ProblemKind.ROLE_REFUSED, "no user name was given in the startup message"));
    }
    String replication = settings.remove("replication");
    if (replication != null && !isOff(replication)) {
      throw new BrokenProtocol(
          Problem.of(ProblemKind.NOT_SUPPORTED, "replication connections are not supported"));
    }
    // PostgreSQL falls back to the user's name; here there is one database, whoever asks.
    String database = settings.remove("database");
    return new StartupRequest(
        user,
        database == null || database.isEmpty() ? Name.DATABASE : database,
        settings,
        minorVersion,
        List.copyOf(extensions));
  }

  private static boolean isOff(String flag) {
    return switch (flag.toLowerCase(Locale.ROOT)) {
      case "off", "false", "no", "0" -> true;
      default -> false;
    };
  }

  /// Reads `-c name=value` and `--name=value`, where a backslash keeps the next character.
  private static void readOptions(String options, Map<String, String> settings)
      throws BrokenProtocol {
    List<String> words = words(options);
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String assignment;
      if (word.equals("-c") && i + 1 < words.size()) {
        assignment = words.get(++i);
      } else if (word.startsWith("--") || word.startsWith("-c")) {
        assignment = word.substring(2);
      } else {
        throw BrokenProtocol.of("invalid command-line argument in the startup options");
      }
      int equals = assignment.indexOf('=');
      if (equals <= 0) {
        throw BrokenProtocol.of("a setting in the startup options needs a name and a value");
      }
      String name = assignment.substring(0, equals);
      // PostgreSQL's spelling of a setting's underscores on a command line.
      settings.put(
          word.startsWith("--") ? name.replace('-', '_') : name, assignment.substring(equals + 1));
    }
  }

  private static List<String> words(String options) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < options.length(); i++) {
      char c = options.charAt(i);
      if (Character.isWhitespace(c)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else if (c == '\\' && i + 1 < options.length()) {
        word.append(options.charAt(++i));
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }
}

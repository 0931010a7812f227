package io.fairlead.shell;

import java.util.ArrayList;
import java.util.List;

/// What stood behind `fairlead sql`.
///
/// @param commands the texts of `-c`; empty: statements come from the input
record Arguments(String host, int port, String user, String database, List<String> commands) {

  static Arguments parse(String[] words) {
    String host = "127.0.0.1";
    int port = 6875;
    String user = "admin";
    String database = "fairlead";
    List<String> commands = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      String option = words[i];
      if (option.equals("--help")) {
        throw new IllegalArgumentException(
            "options are --host H, --port N, --user NAME, --database NAME and -c SQL");
      }
      if (i + 1 == words.length) {
        throw new IllegalArgumentException("\"" + option + "\" is unknown or lacks its value");
      }
      String value = words[i + 1];
      switch (option) {
        case "-h", "--host" -> host = value;
        case "-p", "--port" -> port = port(value);
        case "-U", "--user" -> user = value;
        case "-d", "--database" -> database = value;
        case "-c" -> commands.add(value);
        default -> throw new IllegalArgumentException("unknown option \"" + option + "\"");
      }
    }
    return new Arguments(host, port, user, database, List.copyOf(commands));
  }

  private static int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535) {
      return Integer.parseInt(text);
    }
    throw new IllegalArgumentException("\"" + text + "\" is not a port");
  }

  boolean isLoopback() {
    return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
  }
}

package io.fairlead.shell;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// `fairlead sql`: connects, then runs the statements of `-c` or of the input and stops at the
/// first that fails; on a terminal it asks for one after the other.
public final class Shell {
  public static final int DONE = 0;
  public static final int STATEMENT_FAILED = 1;
  public static final int NOT_CONNECTED = 2;
  public static final int WRONG_USE = 64;

  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  private Shell(
      Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
    this.environment = environment;
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /// @param words what stood behind `fairlead sql`
  /// @param console the terminal that the shell may talk to; null when input or output is none
  /// @return the exit code
  public static int run(
      String[] words,
      Map<String, String> environment,
      InputStream in,
      PrintStream out,
      PrintStream err,
      @Nullable Console console) {
    try {
      return new Shell(environment, in, out, err).run(Arguments.parse(words), console);
    } catch (IllegalArgumentException wrong) {
      err.println("fairlead sql: " + wrong.getMessage());
      return WRONG_USE;
    } catch (IOException failure) {
      err.println("fairlead sql: cannot read or write: " + failure.getMessage());
      return NOT_CONNECTED;
    }
  }

  private int run(Arguments arguments, @Nullable Console console) throws IOException {
    try (Connection connection = connect(arguments, password(arguments, console))) {
      Client client = new Client(connection, out, err);
      if (arguments.commands().isEmpty() && console != null) {
        new Prompt(client, Path.of(environment.getOrDefault("HOME", "."), ".fairlead_history"))
            .run();
        return client.isLost() ? NOT_CONNECTED : DONE;
      }
      for (String command : arguments.commands()) {
        int code = runAll(client, new BufferedReader(new StringReader(command)));
        if (code != DONE) {
          return code;
        }
      }
      return arguments.commands().isEmpty()
          ? runAll(client, new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
          : DONE;
    } catch (SQLException failure) {
      String target = arguments.host() + ":" + arguments.port();
      err.println("fairlead sql: cannot connect to " + target + ": " + failure.getMessage());
      return NOT_CONNECTED;
    }
  }

  private int runAll(Client client, BufferedReader reader) throws IOException {
    StatementSplitter splitter = new StatementSplitter();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (splitter.isEmpty() && line.startsWith("\\")) {
        if (!client.command(line)) {
          return DONE;
        }
        continue;
      }
      for (String statement : splitter.line(line)) {
        if (!client.run(statement)) {
          return client.isLost() ? NOT_CONNECTED : STATEMENT_FAILED;
        }
      }
    }
    String last = splitter.rest();
    return last.isEmpty() || client.run(last) ? DONE : STATEMENT_FAILED;
  }

  private static Connection connect(Arguments arguments, @Nullable String password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", arguments.user());
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("ApplicationName", "fairlead sql");
    properties.setProperty("connectTimeout", "30");
    boolean isIpv6 = arguments.host().indexOf(':') >= 0;
    String host = isIpv6 ? "[" + arguments.host() + "]" : arguments.host();
    String database = java.net.URLEncoder.encode(arguments.database(), StandardCharsets.UTF_8);
    String url = "jdbc:postgresql://" + host + ":" + arguments.port() + "/" + database;
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("the address is not understood");
    }
    return connection;
  }

  /// From the environment; from the file that the first start of a server in this folder left; or
  /// from the terminal.
  private @Nullable String password(Arguments arguments, @Nullable Console console)
      throws IOException {
    for (String variable : new String[] {"FAIRLEAD_PASSWORD", "PGPASSWORD"}) {
      String value = environment.get(variable);
      if (value != null) {
        return value;
      }
    }
    Path file = Path.of("fairlead-data", "admin-password");
    if (arguments.isLoopback() && arguments.user().equals("admin") && Files.isReadable(file)) {
      return Files.readString(file).strip();
    }
    if (console == null) {
      return null;
    }
    char[] typed = console.readPassword("Password for %s: ", arguments.user());
    return typed == null ? null : new String(typed);
  }
}

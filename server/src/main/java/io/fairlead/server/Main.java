package io.fairlead.server;

import io.fairlead.base.Refusal;
import io.fairlead.secret.Reveal;
import io.fairlead.shell.Shell;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The program: `serve`, `sql`, `--version`, `--help`.
public final class Main {
  /// Exit codes, after sysexits.h where it has one.
  private static final int USAGE = 64;

  private static final int FAILED = 70;
  private static final int REFUSED = 78;

  private static final String HELP =
      """
      usage: fairlead COMMAND [OPTION VALUE]...

      fairlead serve        start the server
        --data DIR          where everything is kept (./fairlead-data)
        --host H            address to listen on (127.0.0.1); others need TLS
        --pg-port N|off     PostgreSQL protocol (6875)
        --mysql-port N|off  MySQL protocol (3307); not built yet, stays closed
        --http-port N|off   health (8642)
        --store URL         jdbc:postgresql://host:port/database?user=…
                            instead of SQLite in the data folder
        --tls-cert FILE     certificate chain, PEM
        --tls-key FILE      its private key, PEM
        --key-file FILE     master key (DIR/master-key)
        --egress LIST       what connections may reach: public, loopback, private
                            (all three when listening on loopback, else public)
        FAIRLEAD_ADMIN_PASSWORD   password of admin at the first start
        FAIRLEAD_MASTER_KEY       the master key itself, instead of a file

      fairlead sql          a small SQL shell; fairlead sql --help tells more
      fairlead test         run all tests
      fairlead --version
      fairlead --help
      """;

  private Main() {}

  public static void main(String[] words) {
    String command = words.length == 0 ? "--help" : words[0];
    List<String> rest = Arrays.asList(words).subList(Math.min(1, words.length), words.length);
    switch (command) {
      case "serve" -> serve(rest);
      case "sql" ->
          System.exit(
              Shell.run(
                  rest.toArray(String[]::new),
                  System.getenv(),
                  System.in,
                  System.out,
                  System.err,
                  System.console()));
      case "--version", "version" -> System.out.println("fairlead " + version());
      case "--help", "-h", "help" -> System.out.print(HELP);
      default -> {
        System.err.println("fairlead: unknown command " + command);
        System.err.print(HELP);
        System.exit(USAGE);
      }
    }
  }

  static String version() {
    @Nullable String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static void serve(List<String> words) {
    if (words.contains("--help")) {
      System.out.print(HELP);
      return;
    }
    switch (Arguments.parse(words)) {
      case Arguments.Result.Wrong(List<String> complaints) -> {
        complaints.forEach(complaint -> System.err.println("fairlead serve: " + complaint));
        System.exit(REFUSED);
      }
      case Arguments.Result.Ready(Config config) -> start(config, System.getenv());
    }
  }

  private static void start(Config config, Map<String, String> environment) {
    Logging.quiet();
    Server server = new Server(config, environment, Reveal.create(), System.out::println);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  // The signal was obeyed: that is a success, not the JVM's 143.
                  Runtime.getRuntime().halt(0);
                },
                "stop"));
    try {
      server.start();
    } catch (Refusal refusal) {
      System.err.println("fairlead serve: " + refusal.problem().message());
      printSentence(refusal.problem().detail());
      printSentence(refusal.problem().hint());
      Runtime.getRuntime().halt(REFUSED);
    } catch (IOException failure) {
      System.err.println("fairlead serve: " + failure.getMessage());
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void printSentence(@Nullable String sentence) {
    if (sentence != null) {
      System.err.println("  " + sentence);
    }
  }
}

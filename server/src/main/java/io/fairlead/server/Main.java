package io.fairlead.server;

import io.fairlead.base.Refusal;
import io.fairlead.secret.Reveal;
import io.fairlead.shell.Shell;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The program: `serve`, `sql`, `--version`, `--help`.
public final class Main {
  /// Exit codes, after sysexits.h where it has one.
  private static final int USAGE = 64;

  private static final int FAILED = 70;
  private static final int REFUSED = 78;

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
                  terminal()));
      case "--version", "version" -> System.out.println("fairlead " + version());
      case "--help", "-h", "help" -> System.out.print(help());
      default -> {
        System.err.println("fairlead: unknown command " + command);
        System.err.print(help());
        System.exit(USAGE);
      }
    }
  }

  /// The same text that the launcher prints when there is no JDK.
  private static String help() {
    try (InputStream in = Main.class.getResourceAsStream("help.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static String version() {
    @Nullable String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /// Null when input or output is a pipe or a file.
  private static @Nullable Console terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).orElse(null);
  }

  private static void serve(List<String> words) {
    if (words.contains("--help")) {
      System.out.print(help());
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
    } catch (IOException | RuntimeException failure) {
      // Other threads may run already, so that returning from here would not end the process.
      System.err.println(
          "fairlead serve: " + failure.getClass().getSimpleName() + ": " + failure.getMessage());
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void printSentence(@Nullable String sentence) {
    if (sentence != null) {
      System.err.println("  " + sentence);
    }
  }
}

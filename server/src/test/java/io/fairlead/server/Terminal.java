package io.fairlead.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One shell in one folder, into which a reader pastes block after block. It ends at the first
/// command that fails.
final class Terminal implements AutoCloseable {
  private static final int SECONDS = 120;

  /// No command prints it by itself.
  private static final String END = "\u241E end of block";

  /// What one block did.
  record Outcome(int status, String output) {}

  private final Process shell;
  private final BufferedReader lines;
  private final Writer keys;

  private Terminal(Process shell) {
    this.shell = shell;
    lines = shell.inputReader(StandardCharsets.UTF_8);
    keys = shell.outputWriter(StandardCharsets.UTF_8);
  }

  /// @param farewell a file with commands that run when the shell ends, however it ends
  static Terminal in(Path folder, Path farewell, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh").directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("TERMINAL_FAREWELL", farewell.toString());
    Terminal terminal = new Terminal(builder.start());
    terminal.type("trap 'set +eu; . \"$TERMINAL_FAREWELL\"' EXIT\nset -eu\n");
    return terminal;
  }

  /// Pastes commands.
  Outcome run(String block) throws IOException {
    type(block.stripTrailing() + "\nprintf '%s 0\\n' '" + END + "'\n");
    return outcome();
  }

  /// Starts a program and pastes what it reads. It may fail.
  Outcome run(String program, Path input) throws IOException {
    type(
        "if %s < '%s'; then status=0; else status=$?; fi; printf '%%s %%s\\n' '%s' \"$status\"\n"
            .formatted(program, input, END));
    return outcome();
  }

  private void type(String text) throws IOException {
    keys.write(text);
    keys.flush();
  }

  private Outcome outcome() throws IOException {
    CompletableFuture<Outcome> read = CompletableFuture.supplyAsync(this::readToEnd);
    try {
      return read.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      shell.destroy();
      throw new IOException("a block was not done in " + SECONDS + " s", late);
    } catch (InterruptedException | ExecutionException failure) {
      throw new IOException(failure);
    }
  }

  private Outcome readToEnd() {
    StringBuilder output = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(END)) {
          int status = Integer.parseInt(line.substring(END.length()).strip());
          return new Outcome(status, output.toString());
        }
        output.append(line).append('\n');
      }
      return new Outcome(Math.max(1, shell.waitFor()), output.toString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      keys.close();
    } catch (IOException ended) {
      // A command failed, and the shell is gone already.
    }
    try {
      if (!shell.waitFor(SECONDS, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }
}

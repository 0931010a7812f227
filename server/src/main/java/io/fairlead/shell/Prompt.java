package io.fairlead.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// The shell on a terminal: line editing over several lines, and a history without secrets.
final class Prompt {
  private final Client client;
  private final Path history;

  Prompt(Client client, Path history) {
    this.client = client;
    this.history = history;
  }

  void run() throws IOException {
    makePrivate(history);
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(terminal)
              .parser(new WholeStatement())
              .history(new DiscreetHistory())
              .variable(LineReader.HISTORY_FILE, history)
              .variable(LineReader.SECONDARY_PROMPT_PATTERN, "       -> ")
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      terminal.handle(Terminal.Signal.INT, signal -> client.cancel());
      while (!client.isLost()) {
        try {
          if (!accept(reader.readLine("fairlead=> "))) {
            return;
          }
        } catch (UserInterruptException _) {
          // Control-C drops what was typed so far.
        } catch (EndOfFileException _) {
          return;
        }
      }
    }
  }

  private boolean accept(String text) {
    if (text.startsWith("\\")) {
      return client.command(text);
    }
    StatementSplitter splitter = new StatementSplitter();
    text.lines().flatMap(line -> splitter.line(line).stream()).forEach(client::run);
    return true;
  }

  /// Only its owner may read what somebody typed.
  private static void makePrivate(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /// Enter ends the input when it is a command, or when its last statement has its semicolon.
  private static final class WholeStatement implements Parser {
    private final Parser words = new DefaultParser().eofOnUnclosedQuote(false);

    @Override
    public ParsedLine parse(String text, int cursor, ParseContext context) {
      if (context == ParseContext.ACCEPT_LINE && !text.startsWith("\\")) {
        StatementSplitter splitter = new StatementSplitter();
        List<String> lines = text.lines().toList();
        lines.forEach(splitter::line);
        if (!splitter.isEmpty()) {
          throw new EOFError(-1, -1, "the statement has not ended");
        }
      }
      return words.parse(text, cursor, ParseContext.UNSPECIFIED);
    }
  }

  private static final class DiscreetHistory extends DefaultHistory {
    @Override
    public void add(Instant time, String line) {
      if (!Discretion.mayHoldSecret(line)) {
        super.add(time, line);
      }
    }
  }
}

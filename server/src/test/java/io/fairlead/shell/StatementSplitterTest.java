package io.fairlead.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementSplitterTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "shell", "split.txt");

  @Test
  void cutsAsTheGoldenFileSays() throws IOException {
    String golden = Files.readString(GOLDEN);
    StringBuilder actual = new StringBuilder();
    List<String> input = new ArrayList<>();
    for (String line : golden.lines().toList()) {
      if (line.startsWith("=>")) {
        actual.append("=>").append(split(input)).append('\n');
        input.clear();
        continue;
      }
      if (!line.startsWith("#") && !line.isEmpty()) {
        input.add(line);
      }
      actual.append(line).append('\n');
    }
    assertEquals(golden, actual.toString());
  }

  private static String split(List<String> lines) {
    StatementSplitter splitter = new StatementSplitter();
    StringBuilder shown = new StringBuilder();
    for (String line : lines) {
      splitter.line(line).forEach(statement -> shown.append(" [").append(statement).append(']'));
    }
    if (!splitter.rest().isEmpty()) {
      shown.append(" rest [").append(splitter.rest()).append(']');
    }
    return shown.toString().replace('\n', '⏎');
  }

  @Test
  void knowsWhetherAStatementHasBegun() {
    StatementSplitter splitter = new StatementSplitter();
    splitter.line("select 1; /* open");
    assertFalse(splitter.isEmpty());
    splitter.line("closed */");
    assertTrue(splitter.isEmpty());
  }
}

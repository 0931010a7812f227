package io.fairlead.catalog.store;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Commit;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A process that appends to the store in a folder until it is killed, and prints each sequence only
/// when it is durable.
final class AppendLoop {
  private AppendLoop() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (SqliteStore store =
        SqliteStore.open(Path.of(arguments[0]), UUID.randomUUID(), Samples.NOON)) {
      long sequence = store.head().sequence();
      while (true) {
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i <= sequence % 4; i++) {
          long next = sequence + commits.size() + 1;
          commits.add(
              Samples.put(next, Samples.connection(1 + next % 5, (int) next, "h" + next)));
        }
        store.append(sequence, commits, 9, List.of());
        sequence += commits.size();
        out.println(sequence);
      }
    } catch (Refusal e) {
      out.println("refused: " + e.getMessage());
    }
  }
}

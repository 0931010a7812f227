package io.fairlead.catalog.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that dies in the middle of its work loses nothing that it has acknowledged.
final class KillTest {
  private static final int KILLS = 3;
  private static final long SEED = 20260301;

  @TempDir private Path parent;

  private Process start(Path folder) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            AppendLoop.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void acknowledgedIsRecovered() throws Exception {
    Path folder = parent.resolve("data");
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      Process child = start(folder);
      long acknowledged = 0;
      try (BufferedReader lines = child.inputReader()) {
        int most = 1 + random.nextInt(400);
        for (int i = 0; i < most; i++) {
          acknowledged = Long.parseLong(assertNotNullLine(lines.readLine()));
        }
        // Through its handle, since Process would close the pipe with what is still in it.
        child.toHandle().destroyForcibly();
        child.waitFor();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          acknowledged = Math.max(acknowledged, parsed(line));
        }
      }
      try (SqliteStore store = SqliteStore.open(folder, UUID.randomUUID(), Samples.NOON)) {
        long recovered = store.head().sequence();
        assertTrue(
            acknowledged <= recovered,
            "seed " + SEED + ", kill " + kill + ": " + acknowledged + " > " + recovered);
        assertEquals(Optional.empty(), store.verifyHistory(), "seed " + SEED + ", kill " + kill);
      }
    }
  }

  private static String assertNotNullLine(@org.jspecify.annotations.Nullable String line) {
    assertNotNull(line, "the process ended by itself");
    return line;
  }

  /// The last line may be cut in the middle, and is smaller then.
  private static long parsed(String line) {
    return line.isEmpty() ? 0 : Long.parseLong(line);
  }

  @Test
  void folderInUseIsRefusedToAnotherProcess() throws Exception {
    Path folder = parent.resolve("data");
    try (SqliteStore store = SqliteStore.open(folder, UUID.randomUUID(), Samples.NOON)) {
      Process child = start(folder);
      try (BufferedReader lines = child.inputReader()) {
        assertEquals(
            "refused: the data folder \"" + folder + "\" is in use by another server",
            lines.readLine());
      }
      assertEquals(0, child.waitFor());
      assertEquals(0, store.head().sequence());
    }
  }
}

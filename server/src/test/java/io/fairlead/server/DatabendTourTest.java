package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tour for Databend users.
class DatabendTourTest {
  @TempDir Path folder = Path.of("");
  @TempDir Path scratch = Path.of("");

  @Test
  void theTourWorks() throws Exception {
    List<String> printed =
        new TourRun(folder, scratch, Map.of())
            .take(TourRun.tour("docs/tour-databend.md"), "psql");
    String all = String.join("\n", printed);
    assertTrue(all.contains("2 objects now use connection"), all);
    assertFalse(Files.exists(folder.resolve("fairlead-data")), "the tour cleans up");
  }
}

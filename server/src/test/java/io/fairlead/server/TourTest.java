package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.server.Tour.Block;
import io.fairlead.server.Tour.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The README's tour, in each of the clients that it names.
class TourTest {
  @TempDir Path folder = Path.of("");
  @TempDir Path scratch = Path.of("");

  @Test
  void theTourWorksInPsql() throws Exception {
    take("psql");
  }

  @Test
  void theTourWorksInTheShell() throws Exception {
    take("./fairlead sql");
  }

  private void take(String client) throws Exception {
    Tour tour = TourRun.tour("README.md");
    List<String> printed = new TourRun(folder, scratch, Map.of()).take(tour, client);
    for (int i = 0; i < printed.size(); i++) {
      if (tour.blocks().get(i).text().contains("kill -9")) {
        String afterCrash = printed.get(i);
        assertTrue(afterCrash.contains("HOST = '127.0.0.1'"), "after the crash: " + afterCrash);
        assertTrue(afterCrash.contains("PORT = "), "after the crash: " + afterCrash);
      }
    }
    assertFalse(Files.exists(folder.resolve("fairlead-data")), "the tour cleans up");
  }

  @Test
  void theReadmeHasTheBlocksThatThisTestPastes() throws IOException {
    Tour tour = TourRun.tour("README.md");
    assertEquals(2, tour.clients().size(), tour.clients().toString());
    assertTrue(tour.blocks().size() >= 8, "too few blocks: " + tour.blocks().size());
    for (Target target : Target.values()) {
      assertTrue(tour.blocks().stream().anyMatch(b -> b.target() == target), target.name());
    }
    assertTrue(tour.blocks().stream().anyMatch(b -> b.text().contains("kill -9")), "a crash");
    for (Block block : tour.blocks()) {
      if (block.target() == Target.CLIENT_REFUSED) {
        assertEquals(1, block.text().split(";", -1).length - 1, "one statement: " + block.text());
      }
    }
  }
}

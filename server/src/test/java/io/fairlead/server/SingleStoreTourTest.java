package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tour for SingleStore users, in the real `mariadb`.
class SingleStoreTourTest {
  @TempDir Path folder = Path.of("");
  @TempDir Path scratch = Path.of("");

  @Test
  void theTourWorks() throws Exception {
    List<String> printed =
        new TourRun(folder, scratch, Map.of())
            .take(TourRun.tour("docs/tour-singlestore.md"), "mariadb");
    String all = String.join("\n", printed);
    for (String line :
        List.of(
            "CREDENTIALS <CREDENTIALS REDACTED>",
            "unknown key \"regoin\"",
            "| {\"order_id\":1,\"city\":\"Rome\",\"price\":9.9} |",
            "2 rows were loaded in 1 batch",
            "| Oslo | ",
            "| Running | True      |",
            "link \"lake\" is used by a running pipeline: loader",
            "cannot drop connection \"lake\": still depended upon by pipeline \"loader\"",
            "|        2 |         1250 |",
            "GRANT SHOW LINK ON `public`.* TO 'maria'@'%'",
            "ERROR 1142 (42501) at line 1: ALTER LINK command denied to user 'maria'@'%'")) {
      assertTrue(all.contains(line), line + " is not in:\n" + all);
    }
    assertFalse(all.contains("rose-"), "a secret is shown:\n" + all);
    assertFalse(Files.exists(folder.resolve("fairlead-data")), "the tour cleans up");
  }
}

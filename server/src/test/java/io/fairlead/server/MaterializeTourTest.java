package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.kafka.Cluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tour for Materialize users, against a real PostgreSQL, sshd and Kafka.
class MaterializeTourTest {
  @TempDir Path folder = Path.of("");
  @TempDir Path scratch = Path.of("");

  @Test
  void theTourWorks() throws Exception {
    try (Cluster cluster = Cluster.start(1, Map.of())) {
      String broker = cluster.servers();
      int port = Integer.parseInt(broker.substring(broker.lastIndexOf(':') + 1));
      List<String> printed =
          new TourRun(folder, scratch, Map.of("9092", port))
              .take(TourRun.tour("docs/tour-materialize.md"), "psql");
      String all = String.join("\n", printed);
      assertTrue(all.contains("still_there"), all);
      assertTrue(all.contains("must be owner of CONNECTION fairlead.public.shop"), all);
    }
    assertFalse(Files.exists(folder.resolve("fairlead-data")), "the tour cleans up");
  }
}

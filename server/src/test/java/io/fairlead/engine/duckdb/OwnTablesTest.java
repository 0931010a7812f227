package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.Batches;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.EngineSession;
import io.fairlead.engine.Outside;
import io.fairlead.engine.View;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineBatches;
import io.fairlead.model.PipelineErrors;
import io.fairlead.model.PipelineField;
import io.fairlead.model.PipelineLoad;
import io.fairlead.model.PipelineState;
import io.fairlead.model.PipelineTable;
import io.fairlead.model.StorageUse;
import io.fairlead.model.TableColumn;
import io.fairlead.model.Touch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables that are a pipeline's own, on one server of several.
class OwnTablesTest {
  private static final View VIEW =
      Images.view(ExternalTablesTest.image(ExternalTablesTest.orders()));

  @TempDir Path folder = Path.of("");

  private static Pipeline source() {
    Header header =
        Header.first(
            new ObjectId(7),
            new Name("public", "s"),
            new ObjectId(1),
            new Touch(Instant.EPOCH, "admin"));
    PipelineLoad load =
        new PipelineLoad(
            new Name("public", "s"),
            FileFormat.of(FileFormat.TEXT),
            List.of(
                new PipelineField("text", List.of(PipelineField.MESSAGE), Optional.empty())),
            List.of(),
            Optional.empty(),
            PipelineErrors.STOP,
            List.of(),
            Optional.empty());
    return new Pipeline(
        header,
        new StorageUse("kafka:///", Options.NONE, new ObjectId(2), false, Optional.empty()),
        "topic",
        load,
        PipelineBatches.STANDARD,
        PipelineState.RUNNING,
        "materialize",
        Optional.of(
            new PipelineTable(
                List.of(new TableColumn("text", "VARCHAR", true, Optional.empty())),
                new TreeMap<>(Map.of(1, 40L)))));
  }

  private DuckDbEngine engine(String catalog) {
    return new DuckDbEngine(
        Optional.of(folder.resolve("engine.duckdb")),
        List.of(),
        (_, _, _) -> "",
        new Outside(
            (_, _, _, _) -> {
              throw Refusal.of(ProblemKind.UNREACHABLE, "there is nothing outside");
            },
            (_, _) -> Optional.empty(),
            Runs.NO_AUDIT,
            catalog),
        System::nanoTime);
  }

  private static String rows(DuckDbEngine engine) {
    return run(engine, "SELECT count(*) FROM s");
  }

  private static String run(DuckDbEngine engine, String statement) {
    try (EngineSession session = engine.open()) {
      return Runs.print(session, VIEW, statement);
    }
  }

  @Test
  void itIsMadeOnceWithWhereItBegins() {
    try (DuckDbEngine engine = engine("one");
        Batches batches = engine.batches()) {
      assertTrue(batches.begin(source(), VIEW));
      assertEquals("0\nSELECT", rows(engine));
      assertEquals(Map.of(1, new Cursor("", 40)), batches.progress(source(), VIEW).cursors());
      assertEquals("DROP TABLE", run(engine, "DROP TABLE s"));
      assertFalse(batches.begin(source(), VIEW));
      assertTrue(rows(engine).startsWith("ERROR 42P01"));
    }
  }

  @Test
  void itGoesWithItsPipelineAndWithNoOther() {
    try (DuckDbEngine engine = engine("one");
        Batches batches = engine.batches()) {
      batches.begin(source(), VIEW);
    }
    try (DuckDbEngine engine = engine("another");
        Batches batches = engine.batches()) {
      batches.keepOnly(Set::of, VIEW);
      assertEquals("0\nSELECT", rows(engine));
    }
    try (DuckDbEngine engine = engine("one");
        Batches batches = engine.batches()) {
      batches.keepOnly(() -> Set.of(new ObjectId(7)), VIEW);
      assertEquals("0\nSELECT", rows(engine));
      batches.keepOnly(Set::of, VIEW);
      assertTrue(rows(engine).startsWith("ERROR 42P01"));
    }
  }
}

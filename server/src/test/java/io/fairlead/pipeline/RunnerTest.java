package io.fairlead.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.engine.Batches;
import io.fairlead.engine.View;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineBatches;
import io.fairlead.model.PipelineErrors;
import io.fairlead.model.PipelineLoad;
import io.fairlead.model.PipelineState;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Touch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When a pipeline looks again, and what it does with what cannot be loaded.
class RunnerTest {
  private final List<Long> waits = new ArrayList<>();
  private final List<Problem> halts = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private List<String> pieces = List.of();
  private String bad = "";
  private boolean unreachable;
  private boolean broken;
  private final List<String> looks = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();
  private Runnable whileOpening = () -> {};

  private static Pipeline pipeline(int retries, boolean stops) {
    Header header =
        Header.first(
            new ObjectId(7),
            new Name("public", "p"),
            new ObjectId(1),
            new Touch(Instant.EPOCH, "admin"));
    StorageUse place =
        new StorageUse("s3://b/", Options.NONE, new ObjectId(2), false, Optional.empty());
    PipelineLoad load =
        new PipelineLoad(
            new Name("public", "t"),
            FileFormat.of(FileFormat.CSV),
            List.of(),
            List.of(),
            Optional.empty(),
            PipelineErrors.STOP,
            List.of(),
            Optional.empty());
    return new Pipeline(
        header,
        place,
        "*",
        load,
        new PipelineBatches(Duration.ofMillis(2500), 0, retries, 0, stops),
        PipelineState.RUNNING,
        "singlestore");
  }

  /// Has the pieces of the test, and tells whether they are others than before.
  private final class PaperInput implements Input {
    private List<String> known = List.of("never looked");

    @Override
    public Brought next(Position position, int most, Deadline deadline) {
      mustAnswer();
      looks.add("whole");
      known = pieces;
      List<Batches.Piece> found =
          pieces.stream()
              .filter(name -> !skipped.contains(name))
              .limit(most == 0 ? Integer.MAX_VALUE : most)
              .map(name -> new Batches.Piece(name, Path.of(name), 1, Optional.empty()))
              .toList();
      return new Brought(found, false, () -> {});
    }

    @Override
    public int look(Position position, Deadline deadline) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasChanged(Deadline deadline) {
      mustAnswer();
      looks.add("short");
      return !known.equals(pieces);
    }

    private void mustAnswer() {
      if (broken) {
        throw new IllegalStateException("a fault of ours");
      }
      if (unreachable) {
        throw Problem.of(ProblemKind.UNREACHABLE, "nobody is there").refusal();
      }
    }
  }

  private final class Recording implements Surroundings {
    @Override
    public void later(Runner runner, Duration after) {
      waits.add(after.toMillis());
    }

    @Override
    public Batches batches() {
      return new ForgetfulBatches();
    }

    @Override
    public Input input(Pipeline pipeline) {
      opened.add(pipeline.storage().uri());
      whileOpening.run();
      return new PaperInput();
    }

    @Override
    public View view(Pipeline pipeline) {
      return new View(Image.EMPTY, pipeline.owner(), Name.PUBLIC, Map.of());
    }

    @Override
    public Deadline deadline() {
      return Deadline.after(Limits.PIPELINE_BATCH, () -> 0);
    }

    @Override
    public InstantSource clock() {
      return InstantSource.fixed(Instant.EPOCH);
    }

    @Override
    public void halt(Pipeline pipeline, Problem why) {
      halts.add(why);
    }
  }

  /// Loads everything but one piece, which it blames only when that is alone, and keeps nothing.
  private final class ForgetfulBatches extends NoBatches {
    @Override
    public Progress progress(Pipeline pipeline, View view) {
      return new Progress(0, Map.of());
    }

    @Override
    public Outcome load(Pipeline pipeline, Batch batch, View view) {
      return batch.pieces().stream().anyMatch(piece -> piece.name().equals(bad))
          ? new Outcome.Failed(Problem.of(ProblemKind.DATA_ERROR, "bad"), -1)
          : new Outcome.Loaded(1, 0);
    }

    @Override
    public void skip(Pipeline pipeline, Batch batch, View view) {
      batch.pieces().forEach(piece -> skipped.add(piece.name()));
    }
  }

  private List<Long> waits(Runner runner, int turns) {
    waits.clear();
    for (int i = 0; i < turns; i++) {
      runner.turn();
    }
    return List.copyOf(waits);
  }

  @Test
  void anIdlePipelineLooksLessAndLessOften() {
    Runner runner = new Runner(pipeline(4, true), new Recording());
    long longest = Limits.PIPELINE_IDLE.toMillis();
    assertEquals(
        List.of(2500L, 5000L, 10_000L, 20_000L, 40_000L, longest, longest), waits(runner, 7));
    pieces = List.of("a");
    assertEquals(List.of(2500L), waits(runner, 1));
    pieces = List.of();
    assertEquals(List.of(5000L), waits(runner, 1));
  }

  @Test
  void aPipelineThatFoundNothingAsksItsSourceAlone() {
    Runner runner = new Runner(pipeline(4, true), new Recording());
    waits(runner, 3);
    assertEquals(List.of("whole", "short", "short"), looks);
    looks.clear();
    unreachable = true;
    waits(runner, 1);
    assertTrue(runner.sourceFails());
    unreachable = false;
    waits(runner, 2);
    assertFalse(runner.sourceFails());
    pieces = List.of("a");
    waits(runner, 1);
    assertEquals(List.of("whole", "short", "short", "whole"), looks);
  }

  @Test
  void aFaultWhileASourceIsAskedAloneIsNoEndOfThePipeline() {
    Runner runner = new Runner(pipeline(4, true), new Recording());
    waits(runner, 2);
    broken = true;
    assertEquals(List.of(Limits.PIPELINE_IDLE.toMillis()), waits(runner, 1));
    broken = false;
    looks.clear();
    waits(runner, 1);
    assertEquals(List.of("short"), looks);
  }

  @Test
  void aSourceThatDoesNotAnswerIsNoReasonToStop() {
    Runner runner = new Runner(pipeline(0, true), new Recording());
    unreachable = true;
    assertEquals(List.of(2500L, 5000L, 10_000L), waits(runner, 3));
    assertTrue(runner.sourceFails());
    assertEquals(List.of(), halts);
    unreachable = false;
    assertEquals(List.of(20_000L), waits(runner, 1));
    assertFalse(runner.sourceFails());
  }

  @Test
  void whatDoesNotFitIsTriedAsOftenAsWasSaidAndThenThePipelineStops() {
    Runner runner = new Runner(pipeline(2, true), new Recording());
    pieces = List.of("a");
    bad = "a";
    assertEquals(List.of(2500L, 5000L), waits(runner, 3));
    assertEquals(List.of("bad"), halts.stream().map(Problem::message).toList());
  }

  @Test
  void whereItDoesNotStopThePieceToBlameIsSkippedAndNoOther() {
    Runner runner = new Runner(pipeline(0, false), new Recording());
    pieces = List.of("a", "b", "c");
    bad = "a";
    assertEquals(List.of(0L, 0L), waits(runner, 2));
    assertEquals(List.of("a"), skipped);
    assertEquals(List.of(), halts);
    assertEquals(List.of(2500L), waits(runner, 1));
    assertEquals(List.of("a"), skipped);
  }

  @Test
  void aSourceServesTheVersionThatItWasOpenedFor() {
    Pipeline before = pipeline(4, true);
    StorageUse place =
        new StorageUse("s3://c/", Options.NONE, new ObjectId(3), false, Optional.empty());
    Pipeline after = before.withStorage(place);
    Runner runner = new Runner(before, new Recording());
    whileOpening =
        () -> {
          whileOpening = () -> {};
          runner.changed(after);
        };
    runner.turn();
    runner.turn();
    runner.turn();
    assertEquals(List.of("s3://b/", "s3://c/"), opened);
  }

  @Test
  void aStoppedOneHasNoMoreTurns() {
    Runner runner = new Runner(pipeline(0, false), new Recording());
    runner.stop();
    assertEquals(List.of(), waits(runner, 2));
  }
}

package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Catalog;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Follower;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.Proposal;
import io.fairlead.engine.Batches;
import io.fairlead.engine.Engine;
import io.fairlead.engine.PipelineStatus;
import io.fairlead.engine.View;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.model.PipelineState;
import io.fairlead.model.Secret;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Follows the image: a pipeline that is wanted running has a runner, one that has changed takes its next
/// batch as it is now, one that is wanted no more is stopped, and what is noted of one that was dropped
/// goes.
public final class Pipelines implements Follower, PipelineStatus, AutoCloseable {
  private static final Logger LOG = System.getLogger("io.fairlead.pipeline");
  private static final String SERVER = "server";
  private static final int FORGETTING = 10;
  private static final Duration FORGETTING_PAUSE = Duration.ofMillis(500);

  private final Catalog catalog;
  private final Engine engine;
  private final Inputs inputs;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Timetable timetable = new Timetable();
  private final Map<ObjectId, Runner> runners = new ConcurrentHashMap<>();
  private final Surroundings around = new Around();

  public Pipelines(
      Catalog catalog,
      Engine engine,
      Inputs inputs,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.catalog = catalog;
    this.engine = engine;
    this.inputs = inputs;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public String name() {
    return "pipelines";
  }

  @Override
  public void advance(Image before, Image after, List<Commit> between) {
    Set<ObjectId> changed = new TreeSet<>();
    boolean sources = between.isEmpty();
    boolean dropped = between.isEmpty() && !after.all(Kind.Space.PIPELINE).isEmpty();
    if (between.isEmpty()) {
      changed.addAll(runners.keySet());
      after.all(Kind.Space.PIPELINE).forEach(object -> changed.add(object.id()));
    }
    for (Commit commit : between) {
      for (Change change : commit.changes()) {
        switch (change) {
          case Change.Put(Pipeline pipeline) -> changed.add(pipeline.id());
          case Change.Put(Connection _), Change.Put(Secret _) -> sources = true;
          case Change.Put _ -> {}
          case Change.Drop drop -> {
            changed.add(drop.id());
            dropped |= drop.kind() == Kind.PIPELINE;
          }
        }
      }
    }
    changed.forEach(id -> converge(id, after));
    if (sources) {
      runners.values().stream().filter(Runner::sourceFails).forEach(Runner::wake);
    }
    if (dropped) {
      Thread.startVirtualThread(() -> forgetDropped(1));
    }
  }

  private void converge(ObjectId id, Image image) {
    Pipeline wanted =
        image.object(id).orElse(null) instanceof Pipeline pipeline && pipeline.isRunning()
            ? pipeline
            : null;
    Runner present = runners.get(id);
    if (wanted == null) {
      if (present != null) {
        runners.remove(id);
        present.stop();
        timetable.forget(present);
      }
    } else if (present == null) {
      Runner made = new Runner(wanted, around);
      runners.put(id, made);
      made.start();
    } else if (present.pipeline().version() != wanted.version()) {
      present.changed(wanted);
    }
  }

  /// What the engine keeps of pipelines that are no more, and the tables of sources. A batch of one that
  /// still runs is in the way for a moment; what is left is tried again at the next drop, and at the next
  /// start.
  private void forgetDropped(int attempt) {
    try (Batches batches = engine.batches()) {
      batches.keepOnly(
          () -> kept(catalog.image()),
          new View(catalog.image(), new ObjectId(1), Name.PUBLIC, Map.of()));
    } catch (Refusal refused) {
      if (attempt < FORGETTING) {
        timetable.once(() -> forgetDropped(attempt + 1), FORGETTING_PAUSE);
      } else {
        LOG.log(
            Logger.Level.WARNING,
            "notes of dropped pipelines are still there: {0}",
            refused.getMessage());
      }
    }
  }

  private static Set<ObjectId> kept(Image image) {
    Set<ObjectId> kept = new HashSet<>();
    image.all(Kind.Space.PIPELINE).forEach(object -> kept.add(object.id()));
    return kept;
  }

  @Override
  public List<Pending> pending(ObjectId pipeline) {
    Runner runner = runners.get(pipeline);
    return runner == null ? List.of() : runner.pending();
  }

  @Override
  public boolean fails(ObjectId pipeline) {
    Runner runner = runners.get(pipeline);
    return runner != null && runner.fails();
  }

  @Override
  public void close() {
    runners.values().forEach(Runner::stop);
    timetable.close();
  }

  private final class Around implements Surroundings {
    @Override
    public void later(Runner runner, Duration after) {
      timetable.later(runner, after);
    }

    @Override
    public Batches batches() {
      return engine.batches();
    }

    @Override
    public Input input(Pipeline pipeline) {
      return inputs.of(pipeline);
    }

    @Override
    public View view(Pipeline pipeline) {
      return Inputs.view(catalog.image(), pipeline);
    }

    @Override
    public Deadline deadline() {
      return Deadline.after(Limits.PIPELINE_BATCH, nanoTime);
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public void halt(Pipeline pipeline, Problem why) {
      catalog.submit(
          new Proposal<>(
              SERVER,
              "",
              "the pipeline cannot go on",
              (image, now) ->
                  image.object(pipeline.id()).orElse(null) instanceof Pipeline present
                          && present.version() == pipeline.version()
                      ? new Decision<>(
                          List.of(
                              new Change.Put(
                                  present
                                      .withState(PipelineState.ERROR)
                                      .withHeader(present.header().next(now)))),
                          true)
                      : Decision.nothing(false)));
    }
  }
}

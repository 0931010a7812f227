package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.command.PipelineRuns;
import io.fairlead.command.ProfilePipeline;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageType;
import io.fairlead.connector.TopicLink;
import io.fairlead.engine.Batches;
import io.fairlead.engine.Batches.Batch;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.Batches.Step;
import io.fairlead.engine.Engine;
import io.fairlead.engine.ExternalFiles.Place;
import io.fairlead.engine.ExternalFiles.RemoteFile;
import io.fairlead.engine.View;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.pool.Lease;
import io.fairlead.sql.PipelineForgotten;
import io.fairlead.sql.PipelineOffsets;
import io.fairlead.sql.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What statements do with pipelines that do not run, on the thread of whoever asks.
public final class OnDemand implements PipelineRuns {
  private final Engine engine;
  private final Inputs inputs;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  /// With what.
  private final Map<ObjectId, Work.Kind> busy = new ConcurrentHashMap<>();

  public OnDemand(Engine engine, Inputs inputs, InstantSource clock, LongSupplier nanoTime) {
    this.engine = engine;
    this.inputs = inputs;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  private interface Work<T> {
    /// With SingleStore's word in the place of the state.
    enum Kind {
      TEST("Testing"),
      PROFILE("Profiling"),
      FOREGROUND("Running...Foreground"),
      /// Has no word.
      ALTER("");

      private final String word;

      Kind(String word) {
        this.word = word;
      }
    }

    T run(Batches batches);
  }

  private <T> T alone(Pipeline pipeline, Work.Kind kind, Work<T> work) {
    if (busy.putIfAbsent(pipeline.id(), kind) != null) {
      throw Problem.of(
              ProblemKind.BUSY, "pipeline \"" + pipeline.name().object() + "\" is being worked on")
          .withHint("Try again when the other statement has ended.")
          .refusal();
    }
    try (Batches batches = engine.batches()) {
      return work.run(batches);
    } finally {
      busy.remove(pipeline.id());
    }
  }

  private Deadline deadline() {
    return Deadline.after(Limits.PIPELINE_BATCH, nanoTime);
  }

  @Override
  public Reply test(Image image, Pipeline pipeline, int most) {
    return alone(
        pipeline,
        Work.Kind.TEST,
        batches -> {
          Position position = Position.of(pipeline, batches, Inputs.view(image, pipeline));
          try (Input.Brought brought = inputs.of(pipeline).next(position, 1, deadline())) {
            Batch batch = new Batch(0, clock.instant(), clock, brought.pieces());
            return batches.preview(pipeline, batch, most, Inputs.view(image, pipeline));
          } catch (Input.Lost lost) {
            throw lost.problem().refusal();
          } catch (Input.Unreadable unreadable) {
            throw unreadable.problem().refusal();
          }
        });
  }

  @Override
  public Reply profile(Image image, Pipeline pipeline) {
    return alone(
        pipeline, Work.Kind.PROFILE, batches -> shown(profiled(image, pipeline, batches)));
  }

  private List<Step> profiled(Image image, Pipeline pipeline, Batches batches) {
    View view = Inputs.view(image, pipeline);
    Position position = Position.of(pipeline, batches, view);
    Input input = inputs.of(pipeline);
    Deadline deadline = deadline();
    Instant started = clock.instant();
    int found = input.look(position, deadline);
    Instant listed = clock.instant();
    try (Input.Brought brought =
        input.next(position, pipeline.batches().maxPartitions(), deadline)) {
      Instant fetched = clock.instant();
      List<Piece> pieces = brought.pieces();
      long bytes = pieces.stream().mapToLong(Piece::bytes).sum();
      List<Step> before =
          List.of(
              new Step("list", found, 0, 0, Duration.between(started, listed)),
              new Step("fetch", pieces.size(), 0, bytes, Duration.between(listed, fetched)));
      return batches.profile(pipeline, new Batch(0, started, clock, pieces), before, view);
    } catch (Input.Lost lost) {
      throw lost.problem().refusal();
    } catch (Input.Unreadable unreadable) {
      throw unreadable.problem().refusal();
    }
  }

  @Override
  public Reply lastProfile(Image image, Pipeline pipeline) {
    try (Batches batches = engine.batches()) {
      return shown(batches.lastProfile(pipeline, Inputs.view(image, pipeline)));
    }
  }

  private static Reply shown(List<Step> steps) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Step step : steps) {
      rows.add(
          new @Nullable Object[] {
            step.name(),
            step.parts(),
            step.rows(),
            step.bytes(),
            step.time().truncatedTo(ChronoUnit.MICROS).toNanos() / 1e6
          });
    }
    return Reply.rows(ProfilePipeline.COLUMNS, rows);
  }

  @Override
  public void clearErrors(Image image, Pipeline pipeline) {
    try (Batches batches = engine.batches()) {
      batches.clearErrors(pipeline, Inputs.view(image, pipeline));
    }
  }

  @Override
  public Optional<String> doing(ObjectId pipeline) {
    return Optional.ofNullable(busy.get(pipeline))
        .map(kind -> kind.word)
        .filter(word -> !word.isEmpty());
  }

  @Override
  public Reply foreground(Image image, Pipeline pipeline, Optional<Integer> most) {
    return alone(
        pipeline,
        Work.Kind.FOREGROUND,
        batches -> {
          Input input = inputs.of(pipeline);
          Turn turn =
              new Turn(pipeline, Inputs.view(image, pipeline), input, batches, clock);
          long rows = 0;
          int done = 0;
          while (most.isEmpty() || done < most.get()) {
            Turn.Result result = turn.run(pipeline.batches().maxPartitions(), deadline());
            switch (result) {
              case Turn.Result.Loaded loaded -> rows += loaded.rows();
              case Turn.Result.Nothing _ -> {
                return loaded(rows, done);
              }
              case Turn.Result.Unreachable(Problem why) -> throw why.refusal();
              case Turn.Result.Unfit(Problem why, var _) -> throw why.refusal();
              case Turn.Result.Lost(Problem why) -> throw why.refusal();
            }
            done++;
          }
          return loaded(rows, done);
        });
  }

  private static Reply loaded(long rows, int batches) {
    return Reply.done(
        "START PIPELINE " + rows,
        List.of(
            Problem.of(
                ProblemKind.DONE,
                rows + " rows were loaded in " + batches + (batches == 1 ? " batch" : " batches"))));
  }

  @Override
  public void setOffsets(Image image, Pipeline pipeline, PipelineOffsets offsets) {
    if (isOfFiles(image, pipeline)) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION, "a pipeline that loads files has no offsets");
    }
    boolean _ =
        alone(
            pipeline,
            Work.Kind.ALTER,
            batches -> {
              var _ = batches.progress(pipeline, Inputs.view(image, pipeline));
              Map<Integer, Cursor> cursors = new HashMap<>();
              TopicLink.Topic topic = topic(pipeline);
              for (TopicLink.Partition partition : topic.partitions()) {
                next(offsets, partition)
                    .ifPresent(
                        next -> cursors.put(partition.number(), new Cursor(topic.id(), next)));
              }
              mustBeKnown(offsets, cursors);
              batches.setCursors(pipeline, cursors, Inputs.view(image, pipeline));
              return true;
            });
  }

  private static void mustBeKnown(PipelineOffsets offsets, Map<Integer, Cursor> cursors) {
    if (offsets instanceof PipelineOffsets.At(var next)
        && !cursors.keySet().containsAll(next.keySet())) {
      throw Refusal.of(ProblemKind.INVALID_OPTION, "the topic has no partition of that number");
    }
  }

  private static Optional<Long> next(
      PipelineOffsets offsets, TopicLink.Partition partition) {
    return switch (offsets) {
      case PipelineOffsets.Earliest _ -> Optional.of(partition.earliest());
      case PipelineOffsets.Latest _ -> Optional.of(partition.latest());
      case PipelineOffsets.At(var next) -> Optional.ofNullable(next.get(partition.number()));
    };
  }

  private TopicLink.Topic topic(Pipeline pipeline) {
    if (isOfFiles(inputs.latest().get(), pipeline)) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION, "a pipeline that loads files has no partitions");
    }
    Deadline deadline = deadline().within(Limits.LINK_OPEN.multipliedBy(2));
    try (Lease lease = inputs.pool().lease(pipeline.storage(), deadline)) {
      return ((TopicLink) lease.link()).topic(pipeline.input(), deadline);
    } catch (StepFailed failed) {
      throw Problem.of(
              ProblemKind.REMOTE_REFUSED,
              "topic \"" + pipeline.input() + "\" cannot be read: " + failed.cause())
          .withHint(failed.hint())
          .refusal();
    } catch (TopicLink.Missing missing) {
      throw Refusal.of(ProblemKind.REMOTE_REFUSED, String.valueOf(missing.getMessage()));
    }
  }

  @Override
  public void forget(Image image, Pipeline pipeline, PipelineForgotten what) {
    View view = Inputs.view(image, pipeline);
    int known =
        alone(
            pipeline,
            Work.Kind.ALTER,
            batches ->
                switch (what) {
                  case PipelineForgotten.File(String name) ->
                      batches.forgetFiles(pipeline, Set.of(name), view);
                  case PipelineForgotten.Partition(int number) ->
                      batches.forgetPartitions(pipeline, Set.of(number), view);
                  case PipelineForgotten.OrphanFiles _ -> {
                    Set<String> gone = new HashSet<>(batches.allLoaded(pipeline, view));
                    gone.removeAll(names(image, pipeline));
                    yield batches.forgetFiles(pipeline, gone, view);
                  }
                  case PipelineForgotten.OrphanPartitions _ -> {
                    Set<Integer> gone =
                        new HashSet<>(batches.progress(pipeline, view).cursors().keySet());
                    topic(pipeline).partitions().forEach(there -> gone.remove(there.number()));
                    yield batches.forgetPartitions(pipeline, gone, view);
                  }
                });
    Optional<String> one =
        switch (what) {
          case PipelineForgotten.File(String name) -> Optional.of("a file \"" + name + "\"");
          case PipelineForgotten.Partition(int number) -> Optional.of("partition " + number);
          case PipelineForgotten.OrphanFiles _, PipelineForgotten.OrphanPartitions _ ->
              Optional.empty();
        };
    if (known == 0 && one.isPresent()) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_OBJECT,
          "pipeline \"" + pipeline.name().object() + "\" has not loaded " + one.get());
    }
  }

  private boolean isOfFiles(Image image, Pipeline pipeline) {
    String type = image.connection(pipeline.storage().connection()).orElseThrow().type();
    return inputs.connectors().placeType(type) instanceof StorageType<?>;
  }

  /// Files that are at the source now.
  private Set<String> names(Image image, Pipeline pipeline) {
    if (!isOfFiles(image, pipeline)) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION, "a pipeline that reads a topic has no files");
    }
    try (Place place = inputs.files().pipeline(Inputs.view(image, pipeline), pipeline)) {
      return place.list(deadline()).stream().map(RemoteFile::name).collect(Collectors.toSet());
    }
  }

  @Override
  public SortedMap<Integer, Long> offsets(Image image, Pipeline pipeline) {
    try (Batches batches = engine.batches()) {
      SortedMap<Integer, Long> offsets = new TreeMap<>();
      batches
          .progress(pipeline, Inputs.view(image, pipeline))
          .cursors()
          .forEach((partition, cursor) -> offsets.put(partition, cursor.next()));
      return offsets;
    }
  }
}

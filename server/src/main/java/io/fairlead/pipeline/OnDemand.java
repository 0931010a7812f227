package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.command.PipelineRuns;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.StorageType;
import io.fairlead.connector.TopicLink;
import io.fairlead.engine.Batches;
import io.fairlead.engine.Batches.Batch;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.Engine;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Pipeline;
import io.fairlead.pool.Lease;
import io.fairlead.sql.PipelineOffsets;
import io.fairlead.sql.Reply;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// What statements do with pipelines that do not run, on the thread of whoever asks.
public final class OnDemand implements PipelineRuns {
  private final Engine engine;
  private final Inputs inputs;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Set<ObjectId> busy = ConcurrentHashMap.newKeySet();

  public OnDemand(Engine engine, Inputs inputs, InstantSource clock, LongSupplier nanoTime) {
    this.engine = engine;
    this.inputs = inputs;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  private interface Work<T> {
    T run(Batches batches);
  }

  private <T> T alone(Pipeline pipeline, Work<T> work) {
    if (!busy.add(pipeline.id())) {
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
        batches -> {
          Position position = Position.of(pipeline, batches, Inputs.view(image, pipeline));
          try (Input.Brought brought = inputs.of(pipeline).next(position, 1, deadline())) {
            Batch batch = new Batch(0, clock.instant(), clock, brought.pieces());
            return batches.preview(pipeline, batch, most, Inputs.view(image, pipeline));
          } catch (Input.Lost lost) {
            throw lost.problem().refusal();
          }
        });
  }

  @Override
  public Reply foreground(Image image, Pipeline pipeline, Optional<Integer> most) {
    return alone(
        pipeline,
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
    String type = image.connection(pipeline.storage().connection()).orElseThrow().type();
    if (inputs.connectors().placeType(type) instanceof StorageType<?>) {
      throw Refusal.of(
          ProblemKind.INVALID_OPTION, "a pipeline that loads files has no offsets");
    }
    boolean _ =
        alone(
            pipeline,
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
  public void forgetFile(Image image, Pipeline pipeline, String file) {
    boolean known =
        alone(
            pipeline,
            batches -> batches.forgetFile(pipeline, file, Inputs.view(image, pipeline)));
    if (!known) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_OBJECT,
          "pipeline \"" + pipeline.name().object() + "\" has not loaded a file \"" + file + "\"");
    }
  }
}

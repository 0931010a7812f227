package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.engine.Batches;
import io.fairlead.engine.PipelineStatus.Pending;
import io.fairlead.model.Pipeline;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One pipeline that is wanted running: a turn, a wait, the next turn. Nothing is held in between but
/// the list of files that wait; a pipeline that finds nothing looks less and less often.
final class Runner {
  private static final Logger LOG = System.getLogger("io.fairlead.pipeline");

  private final Surroundings around;
  private volatile Pipeline pipeline;
  private volatile @Nullable Source source;
  private volatile boolean stopped;
  private volatile boolean sourceFails;
  private volatile boolean fails;
  private volatile @Nullable Batches running;
  private Duration wait = Duration.ZERO;
  private boolean idle;
  private int failures;
  private int most;

  /// An input, and the version of the pipeline that it was made for.
  private record Source(Pipeline of, Input input) {
    boolean serves(Pipeline now) {
      return of.storage().equals(now.storage())
          && of.input().equals(now.input())
          && of.load().equals(now.load())
          && of.batches().equals(now.batches());
    }
  }

  /// @param pipeline its first version
  Runner(Pipeline pipeline, Surroundings around) {
    this.pipeline = pipeline;
    this.around = around;
  }

  void start() {
    around.later(this, Duration.ZERO);
  }

  /// The next batch is one of this version.
  void changed(Pipeline now) {
    pipeline = now;
    wake();
  }

  /// The source may answer now, where it did not before.
  boolean sourceFails() {
    return sourceFails;
  }

  /// Whether the last turn came to nothing since something was wrong.
  boolean fails() {
    return fails;
  }

  void wake() {
    wait = Duration.ZERO;
    around.later(this, Duration.ZERO);
  }

  /// A batch that runs is taken back.
  void stop() {
    stopped = true;
    Batches now = running;
    if (now != null) {
      now.cancel();
    }
  }

  boolean isStopped() {
    return stopped;
  }

  Pipeline pipeline() {
    return pipeline;
  }

  List<Pending> pending() {
    Source now = source;
    return now == null ? List.of() : now.input().pending();
  }

  /// One turn, on a thread of its own.
  void turn() {
    if (stopped) {
      return;
    }
    Pipeline now = pipeline;
    if (findsNothing(now)) {
      grow(now.batches().interval());
      again(wait);
      return;
    }
    try (Batches batches = around.batches()) {
      running = batches;
      Source from = source;
      if (from == null || !from.serves(now)) {
        from = new Source(now, around.input(now));
        source = from;
      }
      after(now, new Turn(now, around.view(now), from.input(), batches, around.clock()));
    } catch (Refusal refused) {
      again(Duration.ofMillis(Math.max(1000, now.batches().interval().toMillis())));
    } catch (RuntimeException bug) {
      LOG.log(
          Logger.Level.ERROR,
          "pipeline {0} failed with {1}",
          now.id(),
          bug.getClass().getName());
      again(Limits.PIPELINE_IDLE);
    } finally {
      running = null;
    }
  }

  /// Whether the source has nothing else than at the last turn, which found nothing. What goes wrong
  /// is for a whole turn to note.
  private boolean findsNothing(Pipeline now) {
    Source from = source;
    try {
      return idle && from != null && from.serves(now) && !from.input().hasChanged(around.deadline());
    } catch (RuntimeException wrong) {
      return false;
    }
  }

  private void after(Pipeline now, Turn turn) {
    Duration interval = now.batches().interval();
    Deadline deadline = around.deadline();
    Turn.Result result = turn.run(most > 0 ? most : now.batches().maxPartitions(), deadline);
    sourceFails = result instanceof Turn.Result.Unreachable;
    fails = !(result instanceof Turn.Result.Loaded || result instanceof Turn.Result.Nothing);
    idle = result instanceof Turn.Result.Nothing;
    switch (result) {
      case Turn.Result.Loaded(long _, boolean more) -> {
        failures = 0;
        wait = interval;
        most = more ? most : 0;
        again(more ? Duration.ZERO : interval);
      }
      case Turn.Result.Nothing _ -> {
        failures = 0;
        most = 0;
        grow(interval);
        again(wait);
      }
      case Turn.Result.Unreachable _ -> {
        grow(interval);
        again(wait);
      }
      case Turn.Result.Unfit unfit -> unfit(now, turn, unfit, interval);
      case Turn.Result.Lost(Problem why) -> around.halt(now, why);
    }
  }

  /// Tries again, then stops or passes over what is to blame. Where that cannot be told, the pieces
  /// come one by one.
  private void unfit(
      Pipeline now, Turn turn, Turn.Result.Unfit unfit, Duration interval) {
    if (++failures <= now.batches().maxRetries()) {
      grow(interval);
      again(wait);
      return;
    }
    failures = 0;
    if (now.batches().stopOnError()) {
      around.halt(now, unfit.why());
    } else if (unfit.blamed().isPresent()) {
      turn.skip(unfit.blamed().get());
      again(Duration.ZERO);
    } else {
      most = 1;
      again(Duration.ZERO);
    }
  }

  private void grow(Duration interval) {
    Duration longest =
        interval.compareTo(Limits.PIPELINE_IDLE) > 0 ? interval : Limits.PIPELINE_IDLE;
    Duration next = wait.compareTo(interval) < 0 ? interval : wait.multipliedBy(2);
    wait = next.compareTo(longest) > 0 ? longest : next;
  }

  private void again(Duration after) {
    if (!stopped) {
      around.later(this, after);
    }
  }
}

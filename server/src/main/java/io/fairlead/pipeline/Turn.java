package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.base.Refusal;
import io.fairlead.engine.Batches;
import io.fairlead.engine.Batches.Batch;
import io.fairlead.engine.Batches.Outcome;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.View;
import io.fairlead.model.Pipeline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// One batch: brought from the source, loaded, and noted, or nothing of that.
record Turn(Pipeline pipeline, View view, Input input, Batches batches, InstantSource clock) {
  /// How it went.
  sealed interface Result {
    record Nothing() implements Result {}

    record Loaded(long rows, boolean more) implements Result {}

    /// Nothing could be brought: it may go better later.
    record Unreachable(Problem why) implements Result {}

    /// What was brought does not fit.
    ///
    /// @param blamed empty when it cannot be told which piece it is
    record Unfit(Problem why, Optional<Piece> blamed) implements Result {}

    /// Only a person can tell how to go on.
    record Lost(Problem why) implements Result {}
  }

  /// @param most pieces of the batch
  Result run(int most, Deadline deadline) {
    Position position = Position.of(pipeline, batches, view);
    long number = position.lastBatch() + 1;
    Instant started = clock.instant();
    try {
      boolean began = pipeline.own().isPresent() && batches.begin(pipeline, view);
      Position from = began ? Position.of(pipeline, batches, view) : position;
      return run(from, number, started, most, deadline);
    } catch (Input.Lost lost) {
      batches.failed(pipeline, new Batch(number, started, clock, List.of()), lost.problem(), view);
      return new Result.Lost(lost.problem());
    } catch (Input.Unreadable unreadable) {
      Batch batch = new Batch(number, started, clock, List.of());
      batches.failed(pipeline, batch, unreadable.problem(), view);
      return new Result.Unfit(unreadable.problem(), Optional.of(unreadable.piece()));
    } catch (Refusal refused) {
      return unreachable(refused, new Batch(number, started, clock, List.of()));
    }
  }

  private Result run(
      Position position, long number, Instant started, int most, Deadline deadline) {
    try (Input.Brought brought = input.next(position, most, deadline)) {
      if (brought.pieces().isEmpty()) {
        return new Result.Nothing();
      }
      Batch batch = new Batch(number, started, clock, brought.pieces());
      return switch (batches.load(pipeline, batch, view)) {
        case Outcome.Loaded loaded -> new Result.Loaded(loaded.rows(), brought.more());
        case Outcome.Failed(Problem why, int piece) ->
            new Result.Unfit(why, blamed(brought.pieces(), piece));
      };
    }
  }

  private Result unreachable(Refusal refused, Batch batch) {
    switch (refused.problem().kind()) {
      case CANCELLED, STOPPING, BUSY -> throw refused;
      default -> batches.failed(pipeline, batch, refused.problem(), view);
    }
    return new Result.Unreachable(refused.problem());
  }

  private static Optional<Piece> blamed(List<Piece> pieces, int piece) {
    int known = pieces.size() == 1 ? 0 : piece;
    return known < 0 ? Optional.empty() : Optional.of(pieces.get(known));
  }

  /// Passes over a piece: the one that was brought, not what has come behind it since.
  void skip(Piece piece) {
    long number = batches.progress(pipeline, view).lastBatch() + 1;
    batches.skip(pipeline, new Batch(number, clock.instant(), clock, List.of(piece)), view);
  }
}

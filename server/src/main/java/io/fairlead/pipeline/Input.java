package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.PipelineStatus.Pending;
import java.util.List;

/// Where the batches of one pipeline come from. Used by one thread at a time.
///
/// Whatever goes wrong at the source is a [io.fairlead.base.Refusal]; what can never go on by itself is
/// a [Lost].
interface Input {
  /// Finds out what there is, which the next call of [#next] does not have to do again where it can be
  /// helped.
  ///
  /// @return files or partitions that have something new, as far as can be told
  int look(Position position, Deadline deadline);

  /// The next batch, brought to this machine; empty when there is nothing new.
  ///
  /// @param most files or partitions of it
  Brought next(Position position, int most, Deadline deadline);

  /// False when the source has nothing else than it had when [#next] last found nothing. The source alone
  /// is asked: thousands of pipelines that find nothing do not trouble the engine.
  boolean hasChanged(Deadline deadline);

  /// Files that wait, as far as they are known.
  default List<Pending> pending() {
    return List.of();
  }

  /// @param more whether there is more to bring at once
  /// @param release frees what the pieces hold
  record Brought(List<Piece> pieces, boolean more, Runnable release) implements AutoCloseable {
    static final Brought NOTHING = new Brought(List.of(), false, () -> {});

    @Override
    public void close() {
      release.run();
    }
  }

  /// What was brought does not hold what it should.
  final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;
    private final transient Piece piece;

    Unreadable(Problem problem, Piece piece) {
      super(problem.message(), null, false, false);
      this.problem = problem;
      this.piece = piece;
    }

    Problem problem() {
      return problem;
    }

    /// Where it is.
    Piece piece() {
      return piece;
    }
  }

  /// Messages that should have been read are gone, or the topic is another one.
  final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    Lost(Problem problem) {
      super(problem.message(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }
}

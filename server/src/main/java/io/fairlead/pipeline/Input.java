package io.fairlead.pipeline;

import io.fairlead.base.Deadline;
import io.fairlead.base.Problem;
import io.fairlead.engine.Batches.Piece;
import java.util.List;

/// Where the batches of one pipeline come from. Used by one thread at a time.
///
/// Whatever goes wrong at the source is a [io.fairlead.base.Refusal]; what can never go on by itself is
/// a [Lost].
interface Input {
  /// The next batch, brought to this machine; empty when there is nothing new.
  ///
  /// @param most files or partitions of it
  Brought next(Position position, int most, Deadline deadline);

  /// False when the source has nothing else than it had when [#next] last found nothing. The source alone
  /// is asked: thousands of pipelines that find nothing do not trouble the engine.
  boolean hasChanged(Deadline deadline);

  /// @param more whether there is more to bring at once
  /// @param release frees what the pieces hold
  record Brought(List<Piece> pieces, boolean more, Runnable release) implements AutoCloseable {
    static final Brought NOTHING = new Brought(List.of(), false, () -> {});

    @Override
    public void close() {
      release.run();
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

package io.fairlead.engine.duckdb;

import io.fairlead.base.Deadline;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.ExternalFunctions;
import io.fairlead.engine.View;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ObjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// External functions without a service: by their names they join their arguments, give the first one
/// back, or never end.
final class LocalFunctions implements ExternalFunctions {
  final AtomicInteger rows = new AtomicInteger();
  final CountDownLatch waits = new CountDownLatch(1);
  final CountDownLatch interrupted = new CountDownLatch(1);

  @Override
  public Calls open(View view, ObjectId id, String signature) {
    if (!(view.image().object(id).orElse(null) instanceof ExternalFunction function)) {
      throw Refusal.of(ProblemKind.UNKNOWN_FUNCTION, "a function does not exist");
    }
    if (!function.signature().equals(signature)) {
      throw Refusal.of(ProblemKind.CONFLICT, "the function was replaced");
    }
    return (given, _) -> call(function.name().object(), given);
  }

  private List<@Nullable String> call(String name, List<@Nullable String[]> given) {
    rows.addAndGet(given.size());
    List<@Nullable String> results = new ArrayList<>();
    for (@Nullable String[] row : given) {
      results.add(
          switch (name) {
            case "joined" -> Arrays.toString(row);
            case "endless" -> endless();
            case "refused" ->
                throw Refusal.of(ProblemKind.REMOTE_REFUSED, "the service has said no");
            default -> row[0];
          });
    }
    return results;
  }

  private String endless() {
    waits.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException end) {
      interrupted.countDown();
    }
    return "";
  }

  /// Waits until a call is under way.
  void awaitCall(Deadline deadline) throws InterruptedException {
    if (!waits.await(deadline.leftMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
      throw new AssertionError("no call came");
    }
  }
}

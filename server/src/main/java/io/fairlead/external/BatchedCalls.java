package io.fairlead.external;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.connector.HttpRequest;
import io.fairlead.connector.HttpResponse;
import io.fairlead.connector.StepFailed;
import io.fairlead.engine.ExternalFunctions;
import io.fairlead.model.ExternalFunction;
import io.fairlead.pool.CallUse;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Calls of one function. Rows are numbered from 1 in the order in which they come, and go to the
/// service in batches.
final class BatchedCalls implements ExternalFunctions.Calls {
  /// Links to the service, as [CallUse] gives them.
  interface Links {
    <T> T run(CallUse.Call<T> call, Deadline deadline) throws StepFailed;
  }

  private final ExternalFunction function;
  private final RowJson rows;
  private final Links links;
  private final AtomicLong last = new AtomicLong();

  BatchedCalls(ExternalFunction function, Links links) {
    this.function = function;
    this.rows = RowJson.of(function);
    this.links = links;
  }

  @Override
  public List<@Nullable String> call(List<@Nullable String[]> arguments, Deadline deadline) {
    long number = last.getAndAdd(arguments.size()) + 1;
    List<@Nullable String> results = new ArrayList<>(arguments.size());
    RowJson.Batch batch = rows.batch(number);
    for (int i = 0; i < arguments.size(); i++) {
      if (!added(batch, arguments.get(i), number + i)) {
        results.addAll(answer(batch, deadline));
        batch = rows.batch(number + i);
        if (!added(batch, arguments.get(i), number + i)) {
          throw tooLarge(number + i);
        }
      }
    }
    if (batch.size() > 0) {
      results.addAll(answer(batch, deadline));
    }
    return results;
  }

  private boolean added(RowJson.Batch batch, @Nullable String[] row, long number) {
    try {
      return batch.add(row);
    } catch (IllegalArgumentException unfit) {
      throw Problem.of(
              ProblemKind.OUT_OF_RANGE,
              "an argument of function \"" + function.name().object() + "\" cannot be sent")
          .withDetail("JSON has no infinity and no NaN. It is in row " + number + ".")
          .refusal();
    }
  }

  private Refusal tooLarge(long number) {
    return Problem.of(
            ProblemKind.TOO_LARGE,
            "the arguments of function \""
                + function.name().object()
                + "\" are larger than "
                + Limits.FUNCTION_BATCH_BYTES
                + " bytes")
        .withDetail("They are those of row " + number + ".")
        .refusal();
  }

  private List<@Nullable String> answer(RowJson.Batch batch, Deadline deadline) {
    Deadline until = deadline.within(Limits.FUNCTION_CALL);
    byte[] body = batch.body();
    HttpResponse answer;
    try {
      answer =
          links.run(
              link -> link.post(headers(), body, Limits.FUNCTION_REPLY_BYTES, until), until);
    } catch (StepFailed failed) {
      ProblemKind kind =
          failed.isWithoutAnswer() ? ProblemKind.UNREACHABLE : ProblemKind.REMOTE_REFUSED;
      throw Problem.of(
              until.hasPassed() ? ProblemKind.TIMED_OUT : kind,
              "function \"" + function.name().object() + "\" failed: " + failed.cause())
          .withDetail(batch.range())
          .withHint(failed.hint())
          .refusal();
    }
    try {
      return batch.results(answer.body());
    } catch (NoAnswer wrong) {
      throw Problem.of(
              ProblemKind.REMOTE_REFUSED,
              "the service of function \""
                  + function.name().object()
                  + "\" gave no usable answer: "
                  + wrong.why())
          .withDetail(batch.range())
          .refusal();
    }
  }

  /// Those that SingleStore sends; services find the function by its name.
  private SortedMap<String, String> headers() {
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("Accept", "application/json");
    headers.put("Accepts", "application/json");
    headers.put("S2-EF-Version", "1.0");
    if (HttpRequest.fits(function.name().object())) {
      headers.put("S2-EF-Name", function.name().object());
    }
    return headers;
  }
}

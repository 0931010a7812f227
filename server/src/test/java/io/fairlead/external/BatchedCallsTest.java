package io.fairlead.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.ExternalFunction;
import io.fairlead.model.ExternalFunction.Parameter;
import io.fairlead.model.Header;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import io.fairlead.model.Touch;
import io.fairlead.pool.CallUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Batches, and what is said when one fails.
class BatchedCallsTest {
  private static final ExternalFunction FUNCTION =
      new ExternalFunction(
          Header.first(
              new ObjectId(7),
              new Name("public", "f"),
              new ObjectId(1),
              new Touch(Instant.EPOCH, "test")),
          List.of(new Parameter("a", "DOUBLE")),
          "DOUBLE",
          new StorageUse(
              "https://f.example/", Options.NONE, new ObjectId(5), false, Optional.empty()),
          ExternalFunction.JSON,
          "singlestore");

  private final List<Duration> left = new ArrayList<>();

  /// Links that all fail, and note how long they might have taken.
  private final class DeadLinks implements BatchedCalls.Links {
    private final StepFailed failure;

    private DeadLinks(StepFailed failure) {
      this.failure = failure;
    }

    @Override
    public <T> T run(CallUse.Call<T> call, Deadline deadline) throws StepFailed {
      left.add(deadline.left());
      throw failure;
    }
  }

  private Refusal called(StepFailed failure, Duration time, @Nullable String... values) {
    List<@Nullable String[]> rows = new ArrayList<>();
    for (String value : values) {
      rows.add(new @Nullable String[] {value});
    }
    return assertThrows(
        Refusal.class,
        () ->
            new BatchedCalls(FUNCTION, new DeadLinks(failure))
                .call(rows, Deadline.after(time, () -> 0)));
  }

  @Test
  void aCallHasItsTimeAndNoMoreThanTheStatement() {
    StepFailed failure = new StepFailed("no");
    called(failure, Limits.FUNCTION_CALL.plusSeconds(1), "1");
    called(failure, Limits.FUNCTION_CALL, "1");
    called(failure, Limits.FUNCTION_CALL.minusSeconds(1), "1");
    assertEquals(
        List.of(
            Limits.FUNCTION_CALL, Limits.FUNCTION_CALL, Limits.FUNCTION_CALL.minusSeconds(1)),
        left);
  }

  @Test
  void aFailureTellsTheRows() {
    Refusal refused = called(new StepFailed("it says no", "Ask."), Duration.ofHours(1), "1", null);
    assertEquals(ProblemKind.REMOTE_REFUSED, refused.problem().kind());
    assertEquals("function \"f\" failed: it says no", refused.problem().message());
    assertEquals("It was asked for rows 1 to 2.", refused.problem().detail());
    assertEquals("Ask.", refused.problem().hint());
    Refusal lost =
        called(new StepFailed("it is gone").withoutAnswer(), Duration.ofHours(1), "1");
    assertEquals(ProblemKind.UNREACHABLE, lost.problem().kind());
    assertEquals(
        ProblemKind.TIMED_OUT,
        called(new StepFailed("late").withoutAnswer(), Duration.ZERO, "1").problem().kind());
  }

  @Test
  void whatJsonHasNotIsRefused() {
    Refusal refused = called(new StepFailed("no"), Duration.ofHours(1), "1", "nan");
    assertEquals("JSON has no infinity and no NaN. It is in row 2.", refused.problem().detail());
    assertEquals(List.of(), left);
  }
}

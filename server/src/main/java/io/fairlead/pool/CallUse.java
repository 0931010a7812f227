package io.fairlead.pool;

import io.fairlead.base.Deadline;
import io.fairlead.connector.Link;
import io.fairlead.connector.CallLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.model.StorageUse;
import org.jspecify.annotations.Nullable;

/// Calls of a service, each on a link of the pool. Only where the service has refused the credentials
/// is the same call made once more, with those that the connection has now: then it has done nothing
/// the first time.
public final class CallUse {
  /// One call.
  @FunctionalInterface
  public interface Call<T> {
    T on(CallLink link) throws StepFailed;
  }

  private final Pool pool;
  private final StorageUse use;

  public CallUse(Pool pool, StorageUse use) {
    this.pool = pool;
    this.use = use;
  }

  /// @throws StepFailed when the call failed
  /// @throws io.fairlead.base.Refusal when there is no link to make it on
  public <T> T run(Call<T> call, Deadline deadline) throws StepFailed {
    try {
      return once(call, deadline);
    } catch (StepFailed failed) {
      if (!failed.isCredentialRefused() || deadline.hasPassed()) {
        throw failed;
      }
      return once(call, deadline);
    }
  }

  private <T> T once(Call<T> call, Deadline deadline) throws StepFailed {
    First<T> first = new First<>(call);
    try (Lease lease = leased(first, deadline)) {
      if (first.answer != null) {
        return first.answer;
      }
      try {
        return call.on((CallLink) lease.link());
      } catch (StepFailed failed) {
        if (failed.isCredentialRefused()) {
          pool.distrust(lease);
        }
        throw failed;
      }
    }
  }

  /// A call that failed while the link was new is a failed call, and no failure to open.
  private <T> Lease leased(First<T> first, Deadline deadline) throws StepFailed {
    try {
      return pool.lease(use, first, deadline);
    } catch (RuntimeException refused) {
      if (first.failure != null) {
        throw first.failure.isCredentialRefused()
            ? new StepFailed(first.failure.cause(), first.failure.hint())
            : first.failure;
      }
      throw refused;
    }
  }

  /// The call as the first use of a new link.
  private static final class First<T> implements FirstUse {
    private final Call<T> call;
    private @Nullable T answer;
    private @Nullable StepFailed failure;

    private First(Call<T> call) {
      this.call = call;
    }

    @Override
    public void on(Link link) throws StepFailed {
      try {
        failure = null;
        answer = call.on((CallLink) link);
      } catch (StepFailed failed) {
        failure = failed;
        throw failed;
      }
    }
  }
}

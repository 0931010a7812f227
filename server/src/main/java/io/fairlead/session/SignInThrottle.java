package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Slows down those who guess passwords, over all protocols together. After a few failures of one
/// role from one network the next sign-in has to wait, twice as long each time; the same role from
/// elsewhere does not, so that nobody can lock others out. A role that does not exist is treated like
/// one that does.
///
/// Sign-ins that are under way at once are all let through: protocols bound those.
public final class SignInThrottle {
  /// Who holds one address of IPv6 holds all with these first bytes.
  private static final int NETWORK_BYTES = 8;

  private record Source(String network, String role) {}

  private record Failures(int count, long last) {
    /// Zero as long as there were few.
    Duration pause() {
      int beyond = count - Limits.SIGN_IN_FAILURES;
      if (beyond < 0) {
        return Duration.ZERO;
      }
      Duration doubled = Limits.SIGN_IN_PAUSE.multipliedBy(1L << Math.min(beyond, 30));
      return doubled.compareTo(Limits.SIGN_IN_PAUSE_MOST) < 0
          ? doubled
          : Limits.SIGN_IN_PAUSE_MOST;
    }
  }

  private final LongSupplier nanoTime;
  private final int mostKept;
  private final Map<Source, Failures> failures = new LinkedHashMap<>();

  /// @param nanoTime a monotonic clock in nanoseconds, such as [System#nanoTime]
  /// @param mostKept [Limits#SIGN_IN_FAILURES_KEPT], or fewer in a test
  public SignInThrottle(LongSupplier nanoTime, int mostKept) {
    this.nanoTime = nanoTime;
    this.mostKept = mostKept;
  }

  /// How long this role has to wait before it may try again from there; zero when it may now.
  public synchronized Duration pause(InetAddress address, String role) {
    Source source = source(address, role);
    Failures before = failures.get(source);
    if (before == null) {
      return Duration.ZERO;
    }
    Duration since = Duration.ofNanos(nanoTime.getAsLong() - before.last());
    if (since.compareTo(Limits.SIGN_IN_FORGIVEN) >= 0) {
      failures.remove(source);
      return Duration.ZERO;
    }
    Duration left = before.pause().minus(since);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// The password was wrong.
  public synchronized void failed(InetAddress address, String role) {
    Source source = source(address, role);
    Failures before = failures.remove(source);
    int count = before == null ? 1 : Math.min(before.count(), Integer.MAX_VALUE - 1) + 1;
    failures.put(source, new Failures(count, nanoTime.getAsLong()));
    if (failures.size() > mostKept) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  /// The password was right.
  public synchronized void succeeded(InetAddress address, String role) {
    failures.remove(source(address, role));
  }

  /// Why somebody who has to wait was not asked for proof.
  public static Problem problem(String role, Duration pause) {
    return Problem.of(
            ProblemKind.SIGN_IN_PAUSED, "too many failed sign-ins of role \"" + role + "\"")
        .withHint("Try again in " + seconds(pause) + " s.");
  }

  /// Whole seconds, rounded up.
  public static long seconds(Duration pause) {
    return pause.plusNanos(999_999_999).toSeconds();
  }

  private static Source source(InetAddress address, String role) {
    byte[] bytes = address.getAddress();
    byte[] network =
        address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
    return new Source(HexFormat.of().formatHex(network), role);
  }
}

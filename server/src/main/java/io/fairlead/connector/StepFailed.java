package io.fairlead.connector;

import org.jspecify.annotations.Nullable;

/// A step of a probe failed. The text is ours and constant but for host, port and role names; the
/// driver's own text never comes along, since it may hold a secret.
public final class StepFailed extends Exception {
  private final @Nullable String hint;
  private final @Nullable String step;

  public StepFailed(String cause, @Nullable String hint) {
    this(cause, hint, null);
  }

  public StepFailed(String cause) {
    this(cause, null);
  }

  private StepFailed(String cause, @Nullable String hint, @Nullable String step) {
    super(cause, null, false, false);
    this.hint = hint;
    this.step = step;
  }

  /// The same failure of a part of the running step that people know by its own name, such as the
  /// TLS that a driver makes in the middle of its sign-in.
  public StepFailed at(String part) {
    return new StepFailed(cause(), hint, part);
  }

  public String cause() {
    return java.util.Objects.requireNonNull(getMessage());
  }

  public @Nullable String hint() {
    return hint;
  }

  /// The name of the part that failed; null for the running step as a whole.
  @Nullable String step() {
    return step;
  }
}

package io.fairlead.connector;

import org.jspecify.annotations.Nullable;

/// A step of a probe failed. The text is ours and constant but for host, port and role names; the
/// driver's own text never comes along, since it may hold a secret.
public final class StepFailed extends Exception {
  private final @Nullable String hint;

  public StepFailed(String cause, @Nullable String hint) {
    super(cause, null, false, false);
    this.hint = hint;
  }

  public StepFailed(String cause) {
    this(cause, null);
  }

  public String cause() {
    return java.util.Objects.requireNonNull(getMessage());
  }

  public @Nullable String hint() {
    return hint;
  }
}

package io.fairlead.connector;

import org.jspecify.annotations.Nullable;

/// A step of a probe failed. The text is ours and constant but for host, port and role names; the
/// driver's own text never comes along, since it may hold a secret.
public final class StepFailed extends Exception {
  private final @Nullable String hint;
  private final @Nullable String step;
  private final boolean credentialRefused;

  public StepFailed(String cause, @Nullable String hint) {
    this(cause, hint, null, false);
  }

  public StepFailed(String cause) {
    this(cause, null);
  }

  private StepFailed(
      String cause, @Nullable String hint, @Nullable String step, boolean credentialRefused) {
    super(cause, null, false, false);
    this.hint = hint;
    this.step = step;
    this.credentialRefused = credentialRefused;
  }

  /// The same failure of a part of the running step that people know by its own name, such as the
  /// TLS that a driver makes in the middle of its sign-in.
  public StepFailed at(String part) {
    return new StepFailed(cause(), hint, part, credentialRefused);
  }

  /// The same failure, because the peer has refused who signs in or with what: another credential may
  /// pass where this one did not. Nothing else that can go wrong is such a failure.
  public StepFailed refusedCredential() {
    return new StepFailed(cause(), hint, step, true);
  }

  public boolean isCredentialRefused() {
    return credentialRefused;
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

package io.fairlead.connector;

import org.jspecify.annotations.Nullable;

/// A step of a probe failed. The text is ours and constant but for host, port and role names; the
/// driver's own text never comes along, since it may hold a secret.
public final class StepFailed extends Exception {
  private final @Nullable String hint;
  private final @Nullable String step;
  private final Kind kind;

  /// What others may do about it.
  private enum Kind {
    REFUSED,
    CREDENTIAL_REFUSED,
    NO_ANSWER
  }

  public StepFailed(String cause, @Nullable String hint) {
    this(cause, hint, null, Kind.REFUSED);
  }

  public StepFailed(String cause) {
    this(cause, null);
  }

  private StepFailed(
      String cause, @Nullable String hint, @Nullable String step, Kind kind) {
    super(cause, null, false, false);
    this.hint = hint;
    this.step = step;
    this.kind = kind;
  }

  /// The same failure of a part of the running step that people know by its own name, such as the
  /// TLS that a driver makes in the middle of its sign-in.
  public StepFailed at(String part) {
    return new StepFailed(cause(), hint, part, kind);
  }

  /// The same failure, because the peer has refused who signs in or with what: another credential may
  /// pass where this one did not. Nothing else that can go wrong is such a failure.
  public StepFailed refusedCredential() {
    return new StepFailed(cause(), hint, step, Kind.CREDENTIAL_REFUSED);
  }

  public boolean isCredentialRefused() {
    return kind == Kind.CREDENTIAL_REFUSED;
  }

  /// The same failure for whoever uses what was refused: their own credential was not.
  StepFailed ofAnother() {
    return new StepFailed(cause(), hint, step, Kind.REFUSED);
  }

  /// The same failure, because the peer was not reached, fell silent, or says that it cannot serve
  /// anybody now: what it would have said is not known. What is known from before may do instead.
  public StepFailed withoutAnswer() {
    return new StepFailed(cause(), hint, step, Kind.NO_ANSWER);
  }

  public boolean isWithoutAnswer() {
    return kind == Kind.NO_ANSWER;
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

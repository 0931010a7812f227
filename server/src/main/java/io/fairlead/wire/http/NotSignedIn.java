package io.fairlead.wire.http;

/// A request whose caller is not known, and what it is told.
final class NotSignedIn extends Exception {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // Nobody writes it to a stream.
  private final Answer answer;

  NotSignedIn(Answer answer) {
    super(null, null, false, false);
    this.answer = answer;
  }

  Answer answer() {
    return answer;
  }
}

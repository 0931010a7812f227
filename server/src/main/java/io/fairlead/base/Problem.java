package io.fairlead.base;

import org.jspecify.annotations.Nullable;

/// What went wrong, to which object, and what to do about it; also the shape of a notice.
///
/// The message is lower case without a full stop, with names in double quotes and their kind in
/// front. Detail and hint are sentences. None of the three may ever hold a secret or the text of a
/// statement.
///
/// @param position the character (code point) of the client's text, from 1; 0 when there is none to
///     point at
public record Problem(
    ProblemKind kind,
    String message,
    @Nullable String detail,
    @Nullable String hint,
    int position) {

  public static Problem of(ProblemKind kind, String message) {
    return new Problem(kind, message, null, null, 0);
  }

  public Problem withDetail(@Nullable String sentence) {
    return new Problem(kind, message, sentence, hint, position);
  }

  public Problem withHint(@Nullable String sentence) {
    return new Problem(kind, message, detail, sentence, position);
  }

  public Problem at(int character) {
    return new Problem(kind, message, detail, hint, character);
  }

  public Problem withMessage(String text) {
    return new Problem(kind, text, detail, hint, position);
  }

  /// Message, detail and hint in one text, for protocols that have one place for them.
  public String inOneText() {
    StringBuilder text = new StringBuilder(message);
    String separator = ". ";
    for (String sentence : new @Nullable String[] {detail, hint}) {
      if (sentence != null) {
        text.append(separator).append(sentence);
        separator = " ";
      }
    }
    return text.toString();
  }

  /// This problem as something to throw.
  public Refusal refusal() {
    return new Refusal(this);
  }
}

package io.fairlead.shell;

import java.util.regex.Pattern;

/// Which texts may hold a secret that somebody typed. Such a text is not kept in the history and
/// not quoted in an error. It says yes too often rather than once too little.
final class Discretion {
  private static final Pattern PASSWORD =
      Pattern.compile("password|identified|credential|token", Pattern.CASE_INSENSITIVE);
  private static final Pattern SECRET_WORD =
      Pattern.compile("secret|\\bkey\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern LITERAL = Pattern.compile("['$\\\\]");

  private Discretion() {}

  static boolean mayHoldSecret(String text) {
    return PASSWORD.matcher(text).find()
        || (SECRET_WORD.matcher(text).find() && LITERAL.matcher(text).find());
  }
}

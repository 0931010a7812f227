package io.fairlead.sql.singlestore;

import io.fairlead.base.Problem;

/// SingleStore's nouns in messages: a connection is a link, a schema a database. The numbers are those
/// of [io.fairlead.base.ProblemKind], which the protocol tells.
final class ErrorVoice {
  private ErrorVoice() {}

  static Problem of(Problem problem) {
    String message = problem.message();
    if (message.startsWith("connection \"")) {
      return problem.withMessage("link" + message.substring("connection".length()));
    }
    return message.startsWith("schema \"")
        ? problem.withMessage("database" + message.substring("schema".length()))
        : problem;
  }
}

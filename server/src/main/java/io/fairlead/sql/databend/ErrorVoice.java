package io.fairlead.sql.databend;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;

/// Databend's numbers for failures, in front of the message, where its clients look for them:
/// `[2510] connection "c" does not exist`.
final class ErrorVoice {
  private ErrorVoice() {}

  static Problem of(Problem problem) {
    int code = code(problem.kind(), subject(problem.message()));
    return code == 0 ? problem : problem.withMessage("[" + code + "] " + problem.message());
  }

  /// Messages begin with the kind of the object that they are about.
  private static String subject(String message) {
    int space = message.indexOf(' ');
    return space < 0 ? message : message.substring(0, space);
  }

  /// 0 for what Databend has no number for.
  private static int code(ProblemKind problem, String subject) {
    return switch (problem) {
      case SYNTAX -> 1005;
      case INVALID_OPTION -> subject.equals("tag") ? 2752 : 4000;
      case STILL_IN_USE -> subject.equals("tag") ? 2753 : 0;
      case FORBIDDEN -> 1063;
      case VALIDATION_FAILED -> 3901;
      case READ_ONLY -> 3905;
      case UNKNOWN_SCHEMA, UNKNOWN_DATABASE -> 1003;
      case UNKNOWN_RELATION -> 1025;
      case UNKNOWN_OBJECT ->
          switch (subject) {
            case "table" -> 1025;
            case "stage" -> 2501;
            case "tag" -> 2751;
            case "connection" -> 2510;
            default -> 0;
          };
      case ALREADY_EXISTS, RELATION_EXISTS ->
          switch (subject) {
            case "table" -> 2302;
            case "stage" -> 2502;
            case "tag" -> 2750;
            case "connection" -> 2512;
            default -> 0;
          };
      case WRONG_OBJECT_KIND -> 1302;
      default -> 0;
    };
  }
}

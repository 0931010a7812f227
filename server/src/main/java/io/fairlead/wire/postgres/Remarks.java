package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;

/// ErrorResponse and NoticeResponse.
final class Remarks {
  private Remarks() {}

  /// The statement failed; the session goes on.
  static void error(MessageWriter out, Problem problem) {
    write(out, Backend.ERROR, "ERROR", problem);
  }

  /// The session ends.
  static void fatal(MessageWriter out, Problem problem) {
    write(out, Backend.ERROR, "FATAL", problem);
  }

  static void notice(MessageWriter out, Problem remark) {
    String severity = remark.kind().warns() ? "WARNING" : "NOTICE";
    write(out, Backend.NOTICE, severity, remark);
  }

  private static void write(MessageWriter out, byte type, String severity, Problem problem) {
    out.begin(type);
    field(out, 'S', severity);
    field(out, 'V', severity);
    field(out, 'C', problem.kind().sqlState());
    field(out, 'M', problem.message());
    String detail = problem.detail();
    if (detail != null) {
      field(out, 'D', detail);
    }
    String hint = problem.hint();
    if (hint != null) {
      field(out, 'H', hint);
    }
    if (problem.position() > 0) {
      field(out, 'P', Integer.toString(problem.position()));
    }
    out.putByte(0);
    out.end();
  }

  private static void field(MessageWriter out, char code, String value) {
    out.putByte(code);
    // A zero byte would end the field early.
    out.putCString(value.indexOf(0) < 0 ? value : value.replace('\0', ' '));
  }
}

package io.fairlead.wire.mysql;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.session.Session;
import java.util.HashMap;
import java.util.Map;

/// The open cursors of one session, by the numbers of their statements: each statement has one at
/// most.
final class Cursors {
  private final Map<Integer, Session.Portal> open = new HashMap<>();

  /// Starts a statement that has columns, and tells them.
  void open(int statement, Session.Portal portal, ResultSink sink) {
    close(statement);
    if (open.size() >= Limits.PORTALS) {
      portal.close();
      throw Problem.of(
              ProblemKind.TOO_LARGE,
              "a session may have at most " + Limits.PORTALS + " open cursors")
          .withHint("Read them to the end, or close their statements.")
          .refusal();
    }
    sink.startCursor();
    try {
      portal.open(sink);
    } catch (RuntimeException failed) {
      portal.close();
      throw failed;
    }
    open.put(statement, portal);
    sink.suspended();
  }

  /// @param most how many rows, as the client wrote it: without a sign
  void fetch(int statement, int most, ResultSink sink) {
    Session.Portal portal = open.get(statement);
    if (portal == null) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_PORTAL,
          "the statement (" + Integer.toUnsignedString(statement) + ") has no open cursor");
    }
    sink.startFetch(portal.columns());
    boolean more;
    try {
      more = most == 0 || portal.fetch(most < 0 ? Integer.MAX_VALUE : most, sink);
    } catch (RuntimeException failed) {
      close(statement);
      throw failed;
    }
    if (more) {
      sink.suspended();
    } else {
      close(statement);
    }
  }

  /// Does nothing where there is none.
  void close(int statement) {
    Session.Portal gone = open.remove(statement);
    if (gone != null) {
      gone.close();
    }
  }
}

package io.fairlead.wire.mysql;

import io.fairlead.base.Problem;
import io.fairlead.session.Session;
import java.nio.charset.StandardCharsets;

/// The short messages that end an exchange or a part of it: OK, EOF and ERR.
final class Replies {
  private static final int OK = 0;
  private static final int ERROR = 0xff;
  private static final int END = 0xfe;
  private static final int MOST_WARNINGS = 0xffff;

  private static final int IN_TRANSACTION = 1;
  private static final int AUTOCOMMIT = 1 << 1;
  private static final int MORE_RESULTS = 1 << 3;
  private static final int CURSOR_EXISTS = 1 << 6;
  private static final int LAST_ROW_SENT = 1 << 7;
  private static final int STATE_CHANGED = 1 << 14;
  private static final int SCHEMA = 1;

  private final PacketWriter out;
  private final Capabilities capabilities;
  private final Session session;
  private String toldSchema;

  Replies(PacketWriter out, Capabilities capabilities, Session session) {
    this.out = out;
    this.capabilities = capabilities;
    this.session = session;
    this.toldSchema = session.schema();
  }

  private int status(boolean more) {
    int status = more ? MORE_RESULTS : 0;
    if (session.isAutocommit()) {
      status |= AUTOCOMMIT;
    }
    if (session.transaction() != Session.Transaction.NONE) {
      status |= IN_TRANSACTION;
    }
    return status;
  }

  void ok() {
    ok(0, 0, false);
  }

  /// A statement without rows has ended.
  ///
  /// @param more whether the result of another statement follows
  void ok(long affected, int warnings, boolean more) {
    complete(OK, affected, warnings, status(more));
  }

  /// The rows of a statement have ended.
  void endOfRows(int warnings, boolean more) {
    if (capabilities.has(Capabilities.DEPRECATE_EOF)) {
      complete(END, 0, warnings, status(more));
    } else {
      eof(warnings, more);
    }
  }

  /// A cursor was opened, or some of its rows were sent.
  ///
  /// @param last whether these were the last
  void endOfFetch(int warnings, boolean last) {
    int cursor = last ? LAST_ROW_SENT : CURSOR_EXISTS;
    if (capabilities.has(Capabilities.DEPRECATE_EOF)) {
      complete(END, 0, warnings, status(false) | cursor);
    } else {
      eof(warnings, status(false) | cursor);
    }
  }

  /// Definitions have ended; newer clients count them.
  void endOfDefinitions() {
    if (!capabilities.has(Capabilities.DEPRECATE_EOF)) {
      eof(0, false);
    }
  }

  /// Where also newer clients expect it.
  void eof(int warnings, boolean more) {
    eof(warnings, status(more));
  }

  private void eof(int warnings, int status) {
    out.begin();
    out.put8(END);
    out.put16(Math.min(warnings, MOST_WARNINGS));
    out.put16(status);
    out.end();
  }

  private void complete(int header, long affected, int warnings, int status) {
    String schema = session.schema();
    boolean tracks = capabilities.has(Capabilities.SESSION_TRACK);
    boolean changed = tracks && !schema.equals(toldSchema);
    out.begin();
    out.put8(header);
    out.putCount(affected);
    out.putCount(0); // There are no columns that count by themselves.
    out.put16(status | (changed ? STATE_CHANGED : 0));
    out.put16(Math.min(warnings, MOST_WARNINGS));
    if (tracks) {
      out.putCounted("");
    }
    if (changed) {
      toldSchema = schema;
      byte[] name = schema.getBytes(StandardCharsets.UTF_8);
      int counted = countBytes(name.length) + name.length;
      out.putCount(1L + countBytes(counted) + counted);
      out.put8(SCHEMA);
      out.putCount(counted);
      out.putCounted(name);
    }
    out.end();
  }

  /// How many bytes [PacketWriter#putCount] takes for the length of a name.
  private static int countBytes(int count) {
    return count < 0xfb ? 1 : 3;
  }

  void error(Problem problem) {
    error(out, problem, capabilities.has(Capabilities.PROTOCOL_41));
  }

  /// @param withState clients that are not known yet take no SQLSTATE
  static void error(PacketWriter out, Problem problem, boolean withState) {
    out.begin();
    out.put8(ERROR);
    out.put16(problem.kind().mysqlNumber());
    if (withState) {
      out.putText("#" + problem.kind().sqlState());
    }
    out.putText(problem.inOneText());
    out.end();
  }
}

package io.fairlead.session;

import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Sink;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One signed-in client. Used by one thread at a time, [#cancel] excepted. Every refusal is a
/// [io.fairlead.base.Refusal]; after one the session goes on (in a transaction block it waits for
/// ROLLBACK).
public interface Session extends AutoCloseable {
  /// The state that PostgreSQL's ReadyForQuery tells.
  enum Transaction {
    NONE,
    OPEN,
    FAILED
  }

  /// A statement that was read once and can run many times.
  interface Plan {
    /// Their types, `$1` first.
    List<ColumnType> parameters();

    /// Empty when it returns no rows.
    List<Column> columns();

    /// Nothing but space and comments.
    boolean isEmpty();
  }

  /// A plan with its values, perhaps half-way through its rows.
  interface Portal extends AutoCloseable {
    List<Column> columns();

    /// Starts the statement, as the first [#fetch] does by itself: what is wrong with it shows now,
    /// [Sink#columns] is called, and no row is sent. What changes tables is done when this returns.
    void open(Sink sink);

    /// Sends up to `most` rows (0: all) to the sink. [Sink#columns] is called before the first row of
    /// the first call. When the rows have ended [Sink#complete] is called; otherwise the result is
    /// true and the portal can be asked again.
    boolean fetch(int most, Sink sink);

    @Override
    void close();
  }

  /// Runs all statements of a text one after the other, as PostgreSQL's simple query does: several
  /// in one text are one transaction unless they say otherwise. Nothing is sent for an empty text.
  ///
  /// @throws io.fairlead.base.Refusal at the first statement that is refused; the rest is not run
  void run(String text, Sink sink);

  /// @param types what the client said of the parameters; may be shorter than their number
  Plan plan(String text, List<ColumnType> types);

  Portal bind(Plan plan, List<@Nullable Object> values);

  /// More may follow before the next [#sync]: what runs from here on is one transaction, unless it
  /// says otherwise. Without this call a portal's statement commits before it is answered.
  void batch();

  /// The client has reached a point where an implicit transaction ends (PostgreSQL's Sync).
  void sync();

  /// A message of the client failed outside of [#run]: an open block becomes a failed one.
  void fail();

  Transaction transaction();

  /// How many statements a text holds.
  int statements(String text);

  /// Where names without a schema are looked up.
  String schema();

  /// Looks names up there from now on.
  ///
  /// @throws io.fairlead.base.Refusal when there is no such schema
  void use(String schema);

  /// Whether a statement outside of a block commits by itself.
  boolean isAutocommit();

  /// Stops what another session runs; only one of the same role, unless this one is a superuser's.
  ///
  /// @param session its number
  /// @param whole ends the session too
  void kill(int session, boolean whole);

  /// The settings that a client is told at sign-in.
  Map<String, String> reportedSettings();

  /// Stops the running statement soon, from any thread.
  void cancel();

  @Override
  void close();
}

package io.fairlead.session;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.engine.EngineSession;
import io.fairlead.sql.Column;
import io.fairlead.sql.Sink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A portal over a query of the engine. It starts at the first fetch. When the session needs the
/// engine for something else while rows are left, they move to memory, up to a bound.
final class QueryPortal implements Session.Portal {
  private static final int FETCH = 1024;

  /// The tags of statements that change no table; all others may not stand beside changes of the
  /// catalog in one block.
  private static final Set<String> READING = Set.of("SELECT", "EXPLAIN", "LIST");

  private final ClientSession session;
  private final StatementPlan plan;
  private final List<@Nullable Object> values;
  private EngineSession.@Nullable Cursor cursor;
  private final Deque<@Nullable Object[]> parked = new ArrayDeque<>();
  private List<Column> columns;
  private String tag = "";
  private boolean started;
  private boolean closed;

  QueryPortal(ClientSession session, StatementPlan plan, List<@Nullable Object> values) {
    this.session = session;
    this.plan = plan;
    this.values = values;
    this.columns = plan.columns();
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public void open(Sink sink) {
    boolean _ =
        guarded(
            () -> {
              if (!started) {
                start(sink);
                if (!READING.contains(tag)) {
                  park();
                }
              }
              return true;
            });
  }

  @Override
  public boolean fetch(int most, Sink sink) {
    return guarded(
        () -> {
          if (!started) {
            start(sink);
          }
          return send(most, sink);
        });
  }

  private boolean guarded(BooleanSupplier work) {
    session.transactions().mustNotHaveFailed(plan);
    if (closed) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_PORTAL,
          "the rows of this statement are gone: its transaction has ended");
    }
    try {
      return work.getAsBoolean();
    } catch (Refusal refusal) {
      broken();
      throw plan.dialect().voiced(refusal.problem()).refusal();
    } catch (RuntimeException failure) {
      broken();
      throw failure;
    }
  }

  private void broken() {
    close();
    session.fail();
  }

  private void start(Sink sink) {
    started = true;
    EngineSession.Cursor open =
        session.start(this, plan.statement(), plan.parameters(), values);
    cursor = open;
    columns = open.columns();
    tag = open.tag();
    if (!READING.contains(tag)) {
      session.transactions().changedTables();
    }
    if (!columns.isEmpty()) {
      sink.columns(columns);
    }
  }

  private boolean send(int most, Sink sink) {
    long sent = 0;
    long left = most == 0 ? Long.MAX_VALUE : most;
    while (left > 0) {
      List<@Nullable Object[]> rows = next((int) Math.min(left, FETCH));
      if (rows.isEmpty()) {
        finish(sent, sink);
        return false;
      }
      rows.forEach(sink::row);
      sent += rows.size();
      left -= rows.size();
    }
    // Another look tells whether the rows have ended just here.
    List<@Nullable Object[]> more = next(1);
    if (more.isEmpty()) {
      finish(sent, sink);
      return false;
    }
    more.forEach(parked::addFirst);
    return true;
  }

  private List<@Nullable Object[]> next(int most) {
    if (!parked.isEmpty()) {
      List<@Nullable Object[]> rows = new java.util.ArrayList<>();
      while (rows.size() < most && !parked.isEmpty()) {
        rows.add(parked.removeFirst());
      }
      return rows;
    }
    EngineSession.Cursor open = cursor;
    return open == null || columns.isEmpty()
        ? List.of()
        : session.cancellable(() -> open.fetch(most));
  }

  /// @param sent in this fetch: as in PostgreSQL, the tag counts what was fetched since the last one
  private void finish(long sent, Sink sink) {
    closeCursor();
    sink.complete(tag.equals("SELECT") ? tag + " " + sent : tag);
  }

  /// Reads what is left into memory and lets the engine go.
  void park() {
    EngineSession.Cursor open = cursor;
    if (open == null) {
      return;
    }
    while (true) {
      List<@Nullable Object[]> rows = open.fetch(FETCH);
      if (rows.isEmpty()) {
        break;
      }
      parked.addAll(rows);
      if (parked.size() > Limits.PARKED_ROWS) {
        close();
        throw tooMany();
      }
    }
    closeCursor();
  }

  private static Refusal tooMany() {
    return Problem.of(
            ProblemKind.TOO_LARGE,
            "another statement was run while more than "
                + Limits.PARKED_ROWS
                + " rows of an earlier one were unread")
        .withHint("Read the rows first, or use another session.")
        .refusal();
  }

  private void closeCursor() {
    EngineSession.Cursor open = cursor;
    if (open != null) {
      cursor = null;
      // The rows that INSERT … RETURNING shows are counted while they are read.
      tag = open.tag();
      open.close();
      session.ended(this);
    }
  }

  @Override
  public void close() {
    closed = true;
    parked.clear();
    EngineSession.Cursor open = cursor;
    cursor = null;
    if (open != null) {
      open.close();
      session.ended(this);
    }
  }
}

package io.fairlead.wire.mysql;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Sink;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes results as packets. One for each conversation, told before each request how to write.
final class ResultSink implements Sink {
  private static final int NULL_TEXT = 0xfb;

  /// The first bits of a row's NULLs mean nothing.
  private static final int NULL_BITS_BEFORE = 2;

  private final PacketWriter out;
  private final Replies replies;
  private boolean binary;
  private int left;
  private int warnings;
  private boolean hasRows;
  private boolean cursor;
  private ColumnType[] types = {};

  ResultSink(PacketWriter out, Replies replies) {
    this.out = out;
    this.replies = replies;
  }

  /// @param statements how many results there will be
  /// @param inBinary as for a prepared statement
  void start(int statements, boolean inBinary) {
    left = statements;
    binary = inBinary;
    warnings = 0;
    hasRows = false;
    cursor = false;
  }

  /// Before a cursor is opened: no rows follow the columns.
  void startCursor() {
    start(1, true);
    cursor = true;
  }

  /// Before some rows of a cursor are fetched.
  ///
  /// @param columns those that [#columns] was told when it was opened
  void startFetch(List<Column> columns) {
    startCursor();
    hasRows = true;
    types = types(columns);
  }

  /// A cursor was opened, or has more rows.
  void suspended() {
    replies.endOfFetch(warnings, false);
  }

  @Override
  public void columns(List<Column> columns) {
    hasRows = true;
    types = types(columns);
    out.begin();
    out.putCount(types.length);
    out.end();
    for (Column column : columns) {
      FieldType.define(out, "", column, false);
    }
    if (!cursor) {
      replies.endOfDefinitions();
    }
  }

  private static ColumnType[] types(List<Column> columns) {
    return columns.stream().map(Column::type).toArray(ColumnType[]::new);
  }

  @Override
  public void row(@Nullable Object[] values) {
    out.begin();
    if (binary) {
      binary(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        if (value == null) {
          out.put8(NULL_TEXT);
        } else {
          ValueFormat.putText(out, types[i], value);
        }
      }
    }
    out.end();
  }

  private void binary(@Nullable Object[] values) {
    out.put8(0);
    int nulls = out.mark();
    out.putZeros((values.length + NULL_BITS_BEFORE + 7) / 8);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        out.setBit(nulls, i + NULL_BITS_BEFORE);
      } else {
        ValueFormat.putBinary(out, types[i], value);
      }
    }
  }

  @Override
  public void complete(String tag) {
    left--;
    if (hasRows && cursor) {
      replies.endOfFetch(warnings, true);
    } else if (hasRows) {
      replies.endOfRows(warnings, left > 0);
    } else {
      replies.ok(affected(tag), warnings, left > 0);
    }
    hasRows = false;
    warnings = 0;
  }

  /// The number at the end of `INSERT 0 5` and the like.
  private static long affected(String tag) {
    int start = tag.length();
    while (start > 0 && Character.isDigit(tag.charAt(start - 1))) {
      start--;
    }
    return start == tag.length() ? 0 : Long.parseLong(tag.substring(start));
  }

  /// Clients ask for them with SHOW WARNINGS, which the session answers.
  @Override
  public void notice(Problem remark) {
    warnings++;
  }

  @Override
  public void deallocate(Optional<String> statement) {
    throw Refusal.of(
        ProblemKind.NOT_SUPPORTED,
        "prepared statements have no names here: they are closed by their numbers");
  }

  /// Clients of this protocol see settings when they ask for them.
  @Override
  public void setting(String name, String value) {}
}

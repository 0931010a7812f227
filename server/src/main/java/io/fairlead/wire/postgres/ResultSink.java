package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Sink;
import io.fairlead.wire.ValueText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes results as messages. One for each conversation, told before each request how to write.
final class ResultSink implements Sink {
  private final MessageWriter out;
  private final Prepared prepared;
  private Formats formats = Formats.TEXT;
  private boolean describes = true;
  private boolean answered;
  private ColumnType[] types = {};

  ResultSink(MessageWriter out, Prepared prepared) {
    this.out = out;
    this.prepared = prepared;
  }

  /// For a simple query: text, each result described.
  void startQuery() {
    formats = Formats.TEXT;
    describes = true;
    answered = false;
  }

  /// For Execute: the client has asked for the description already, or does not want it.
  void startPortal(List<Column> columns, Formats wanted) {
    formats = wanted;
    describes = false;
    answered = false;
    remember(columns);
  }

  /// Whether any statement was completed since the start.
  boolean hasAnswered() {
    return answered;
  }

  private void remember(List<Column> columns) {
    types = new ColumnType[columns.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = columns.get(i).type();
    }
  }

  @Override
  public void columns(List<Column> columns) {
    if (describes) {
      remember(columns);
      describe(out, columns, formats);
    }
  }

  static void describe(MessageWriter out, List<Column> columns, Formats formats) {
    out.begin(Backend.ROW_DESCRIPTION);
    out.putShort(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      out.putCString(column.name());
      out.putInt(0);
      out.putShort(0);
      out.putInt(column.type().oid());
      out.putShort(column.type().size());
      out.putInt(-1);
      out.putShort(formats.isBinary(i) ? 1 : 0);
    }
    out.end();
  }

  @Override
  public void row(@Nullable Object[] values) {
    out.begin(Backend.DATA_ROW);
    out.putShort(values.length);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        out.putInt(-1);
        continue;
      }
      int mark = out.openLength();
      if (formats.isBinary(i)) {
        BinaryFormat.write(out, types[i], value);
      } else {
        out.putText(ValueText.of(types[i], value));
      }
      out.closeLength(mark);
    }
    out.end();
  }

  @Override
  public void complete(String tag) {
    answered = true;
    out.begin(Backend.COMMAND_COMPLETE);
    out.putCString(tag);
    out.end();
  }

  @Override
  public void notice(Problem remark) {
    Remarks.notice(out, remark);
  }

  @Override
  public void deallocate(Optional<String> statement) {
    statement.ifPresentOrElse(prepared::deallocate, prepared::closeStatements);
  }

  @Override
  public void setting(String name, String value) {
    out.begin(Backend.PARAMETER_STATUS);
    out.putCString(name);
    out.putCString(value);
    out.end();
  }
}

package io.fairlead.wire.postgres;

import io.fairlead.session.Session;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Sink;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Gives back what it gets: a text as a row, the parameters of a statement as the row of its
/// result, three times. So every value is decoded and encoded again.
public final class EchoSession implements Session {
  private static final int ROWS = 3;

  private Transaction transaction = Transaction.NONE;

  private record Echo(List<ColumnType> parameters, List<Column> columns, boolean isEmpty)
      implements Plan {}

  @Override
  public void run(String text, Sink sink) {
    switch (text) {
      case "" -> {}
      case "BEGIN" -> done(Transaction.OPEN, text, sink);
      case "ROLLBACK" -> done(Transaction.NONE, text, sink);
      default -> {
        sink.columns(List.of(Column.text("text")));
        sink.row(new @Nullable Object[] {text});
        sink.complete("SELECT 1");
      }
    }
  }

  private void done(Transaction after, String tag, Sink sink) {
    transaction = after;
    sink.complete(tag);
  }

  @Override
  public Plan plan(String text, List<ColumnType> types) {
    List<Column> columns =
        IntStream.range(0, types.size()).mapToObj(i -> new Column("c" + i, types.get(i))).toList();
    return new Echo(List.copyOf(types), columns, text.isEmpty());
  }

  @Override
  public Portal bind(Plan plan, List<@Nullable Object> values) {
    return new EchoPortal((Echo) plan, values);
  }

  private static final class EchoPortal implements Portal {
    private final Echo plan;
    private final List<@Nullable Object> values;
    private int sent;

    EchoPortal(Echo plan, List<@Nullable Object> values) {
      this.plan = plan;
      this.values = values;
    }

    @Override
    public List<Column> columns() {
      return plan.columns();
    }

    @Override
    public void open(Sink sink) {
      throw new UnsupportedOperationException("not a message of this protocol");
    }

    @Override
    public boolean fetch(int most, Sink sink) {
      if (columns().isEmpty()) {
        sink.complete("DONE");
        return false;
      }
      if (sent == 0) {
        sink.columns(columns());
      }
      for (int i = 0; sent < ROWS; i++) {
        if (most > 0 && i == most) {
          return true;
        }
        sink.row(values.toArray());
        sent++;
      }
      sink.complete("SELECT " + ROWS);
      return false;
    }

    @Override
    public void close() {}
  }

  @Override
  public void batch() {}

  @Override
  public void sync() {}

  @Override
  public void fail() {
    if (transaction == Transaction.OPEN) {
      transaction = Transaction.FAILED;
    }
  }

  @Override
  public Transaction transaction() {
    return transaction;
  }

  @Override
  public int statements(String text) {
    return text.isEmpty() ? 0 : 1;
  }

  @Override
  public String schema() {
    return "public";
  }

  @Override
  public void use(String schema) {}

  @Override
  public boolean isAutocommit() {
    return true;
  }

  @Override
  public void kill(int session, boolean whole) {}

  @Override
  public Map<String, String> reportedSettings() {
    return Map.of("client_encoding", "UTF8");
  }

  @Override
  public void cancel() {}

  @Override
  public void close() {}
}

package io.fairlead.session;

import io.fairlead.base.Problem;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Sink;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A portal over a small answer. The statement runs at the first fetch, once.
final class ReplyPortal implements Session.Portal {
  static final ReplyPortal EMPTY = new ReplyPortal(List.of(), _ -> true, _ -> Reply.done(""));

  private final List<Column> columns;
  private final Predicate<Problem> wanted;
  private final Function<Sink, Reply> run;
  private @Nullable Reply reply;
  private int sent;

  /// @param wanted which remarks the client wants to read
  ReplyPortal(List<Column> columns, Predicate<Problem> wanted, Function<Sink, Reply> run) {
    this.columns = columns;
    this.wanted = wanted;
    this.run = run;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public void open(Sink sink) {
    Reply _ = opened(sink);
  }

  private Reply opened(Sink sink) {
    Reply answer = reply;
    if (answer == null) {
      answer = run.apply(sink);
      reply = answer;
      answer.notices().stream().filter(wanted).forEach(sink::notice);
      if (!answer.columns().isEmpty()) {
        sink.columns(answer.columns());
      }
    }
    return answer;
  }

  @Override
  public boolean fetch(int most, Sink sink) {
    Reply answer = opened(sink);
    int end = answer.rows().size();
    if (most > 0) {
      end = Math.min(end, sent + most);
    }
    while (sent < end) {
      sink.row(answer.rows().get(sent++));
    }
    if (sent < answer.rows().size()) {
      return true;
    }
    sink.complete(answer.tag());
    return false;
  }

  @Override
  public void close() {
    // The answer is in memory; there is nothing to give back.
  }
}

package io.fairlead.session;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.command.LikePattern;
import io.fairlead.sql.Column;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The sessions of this server by number, whatever their protocol, for lists of them and for KILL.
final class OpenSessions {
  /// @param since when it was opened
  /// @param session to cancel its statement
  record Open(SignIn.Client client, String role, Instant since, ClientSession session) {}

  static final List<Column> STATUS_COLUMNS =
      List.of(Column.text("Variable_name"), Column.text("Value"));

  private final Instant started;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, Open> open = new ConcurrentSkipListMap<>();

  OpenSessions(Instant started) {
    this.started = started;
  }

  int nextNumber() {
    return last.incrementAndGet();
  }

  void add(Open entry) {
    open.put(entry.client().number(), entry);
  }

  /// A session that took over the number of this one stays.
  void remove(ClientSession session, int number) {
    open.computeIfPresent(number, (_, entry) -> entry.session() == session ? null : entry);
  }

  /// Those that a role may see: all for a superuser, else its own.
  List<Open> seenBy(String role, boolean superuser) {
    return open.values().stream().filter(entry -> superuser || entry.role().equals(role)).toList();
  }

  /// The answer to SHOW STATUS.
  Reply status(Statement.ShowStatus show, Instant now) {
    long running = open.values().stream().filter(entry -> entry.session().isRunning()).count();
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("Connections", (long) last.get());
    numbers.put("Threads_connected", (long) open.size());
    numbers.put("Threads_running", running);
    numbers.put("Uptime", Duration.between(started, now).toSeconds());
    List<@Nullable Object[]> rows = new ArrayList<>();
    numbers.forEach(
        (name, value) -> {
          if (show.like().map(like -> LikePattern.matches(like, name)).orElse(true)) {
            rows.add(new Object[] {name, value.toString()});
          }
        });
    return Reply.rows(STATUS_COLUMNS, rows);
  }

  /// Stops what a session runs and, when asked, the session itself.
  ///
  /// @param role who asks
  void kill(int number, boolean whole, String role, boolean superuser) {
    Open found =
        Optional.ofNullable(open.get(number))
            .orElseThrow(
                () -> Refusal.of(ProblemKind.UNKNOWN_SESSION, "unknown thread id: " + number));
    if (!superuser && !found.role().equals(role)) {
      throw Refusal.of(
          ProblemKind.NOT_YOUR_SESSION, "you are not owner of thread " + number);
    }
    found.session().cancel();
    if (whole) {
      found.client().cut().run();
    }
  }
}

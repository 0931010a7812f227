package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.session.Session;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A session with a few fixed answers, keyed by a statement's first words:
///
/// `SELECT $1::int4, …` gives its parameters back as one row; `GENERATE n` rows of int4; `FAIL` is
/// refused at the text's `!`; `NOTICE` remarks; `SLEEP` runs until it is cancelled; `BUG` throws;
/// `BEGIN`, `COMMIT`, `ROLLBACK`; `SET a = b` reports a setting. Everything else succeeds.
final class ScriptedSession implements Session {
  static final String CANARY = "canary-5f1e";
  private static final Pattern PARAMETER = Pattern.compile("\\$\\d+::(\\w+(?:\\[])?)");

  private final Map<String, String> settings;
  private final CountDownLatch sleeping = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private Transaction transaction = Transaction.NONE;
  private volatile boolean closed;

  ScriptedSession(Map<String, String> settings) {
    this.settings = settings;
  }

  /// Returns when a `SLEEP` is running.
  void awaitSleep() throws InterruptedException {
    sleeping.await();
  }

  boolean isSleeping() {
    return cancelled.getCount() > 0;
  }

  boolean isClosed() {
    return closed;
  }

  Map<String, String> settings() {
    return settings;
  }

  record Scripted(String text, List<ColumnType> parameters, List<Column> columns) implements Plan {
    @Override
    public boolean isEmpty() {
      return text.isBlank();
    }
  }

  @Override
  public void run(String text, Sink sink) {
    int start = 0;
    for (String one : text.split(";")) {
      if (!one.isBlank()) {
        try (Portal portal = bind(plan(one, List.of()), List.of())) {
          portal.fetch(0, sink);
        } catch (Refusal refusal) {
          fail();
          Problem problem = refusal.problem();
          throw problem.at(problem.position() == 0 ? 0 : start + problem.position()).refusal();
        }
      }
      start += one.length() + 1;
    }
  }

  @Override
  public Plan plan(String text, List<ColumnType> types) {
    if (text.strip().startsWith("GENERATE")) {
      return new Scripted(text, List.of(), List.of(new Column("n", ColumnType.INT4)));
    }
    List<ColumnType> parameters = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(text);
    while (matcher.find()) {
      ColumnType type = type(matcher.group(1));
      int index = parameters.size();
      ColumnType said = index < types.size() ? types.get(index) : ColumnType.UNKNOWN;
      parameters.add(said == ColumnType.UNKNOWN ? type : said);
      columns.add(new Column("c" + parameters.size(), parameters.getLast()));
    }
    if (text.strip().equals("SELECT 1")) {
      columns.add(new Column("one", ColumnType.INT4));
    }
    return new Scripted(text, parameters, columns);
  }

  private static ColumnType type(String name) {
    return ColumnType.valueOf(name.toUpperCase(Locale.ROOT).replace("[]", "_ARRAY"));
  }

  @Override
  public Portal bind(Plan plan, List<@Nullable Object> values) {
    return new ScriptedPortal((Scripted) plan, values);
  }

  private final class ScriptedPortal implements Portal {
    private final Scripted plan;
    private final List<@Nullable Object> values;
    private int sent;

    ScriptedPortal(Scripted plan, List<@Nullable Object> values) {
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
      String[] words = plan.text().strip().split("\\s+");
      if (transaction == Transaction.FAILED && !words[0].equals("ROLLBACK")) {
        throw Problem.of(
                ProblemKind.FAILED_TRANSACTION,
                "current transaction is aborted, commands ignored until end of transaction block")
            .refusal();
      }
      return switch (words[0]) {
        case "GENERATE" -> generate(Integer.parseInt(words[1]), most, sink);
        case "SELECT" -> {
          if (!columns().isEmpty()) {
            sink.columns(columns());
            sink.row(values.isEmpty() ? new @Nullable Object[] {1} : values.toArray());
          }
          yield done("SELECT 1", sink);
        }
        case "FAIL" ->
            throw Problem.of(ProblemKind.UNKNOWN_COLUMN, "column \"oops\" does not exist")
                .withDetail("There is no such column.")
                .withHint("Look for another.")
                .at(plan.text().codePointCount(0, Math.max(0, plan.text().indexOf('!')))
                        + (plan.text().indexOf('!') < 0 ? 0 : 1))
                .refusal();
        case "NOTICE" -> {
          sink.notice(Problem.of(ProblemKind.DONE, "something was done").withDetail("Twice."));
          sink.notice(Problem.of(ProblemKind.WARNING, "something is odd"));
          yield done("NOTICE", sink);
        }
        case "SLEEP" -> sleep();
        case "BUG" -> throw new IllegalStateException(CANARY);
        case "HALF" -> {
          sink.columns(List.of(Column.text("a"), Column.text("b")));
          sink.row(new Object[] {"whole", "row"});
          sink.row(new Object[] {"half", 7});
          yield false;
        }
        case "SET" -> {
          sink.setting(words[1], words[words.length - 1]);
          yield done("SET", sink);
        }
        case "BEGIN" -> {
          transaction = Transaction.OPEN;
          yield done("BEGIN", sink);
        }
        case "COMMIT", "ROLLBACK" -> {
          transaction = Transaction.NONE;
          yield done(words[0], sink);
        }
        default -> done(words[0], sink);
      };
    }

    private boolean generate(int count, int most, Sink sink) {
      if (sent == 0) {
        sink.columns(columns());
      }
      for (int i = 0; sent < count; i++) {
        if (most > 0 && i == most) {
          return true;
        }
        sink.row(new Object[] {++sent});
      }
      return done("SELECT " + count, sink);
    }

    private boolean sleep() {
      sleeping.countDown();
      try {
        cancelled.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      throw Problem.of(ProblemKind.CANCELLED, "canceling statement due to user request").refusal();
    }

    private boolean done(String tag, Sink sink) {
      sink.complete(tag);
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
    return text.split(";").length;
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
    SortedMap<String, String> reported = new TreeMap<>();
    reported.put("server_version", "15.0");
    reported.put("client_encoding", "UTF8");
    reported.put("DateStyle", "ISO, MDY");
    reported.put("integer_datetimes", "on");
    reported.put("standard_conforming_strings", "on");
    reported.put("TimeZone", "UTC");
    return reported;
  }

  @Override
  public void cancel() {
    cancelled.countDown();
  }

  @Override
  public void close() {
    closed = true;
  }
}

package io.fairlead.wire.mysql;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.session.Session;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.wire.ClientGone;
import io.fairlead.wire.Incident;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A signed-in client's commands, one after the other, until it leaves or wants another session.
final class Conversation {
  /// Why a conversation has ended.
  sealed interface Next {
    record Leave() implements Next {}

    /// The same client in a session without its past.
    record Reset() implements Next {}

    record ChangeUser(LoginRequest request) implements Next {}
  }

  /// Of the kinds of cursors, that which servers have.
  private static final int READ_ONLY_CURSOR = 1;

  private final Session session;
  private final Capabilities capabilities;
  private final PacketReader in;
  private final PacketWriter out;
  private final RandomGenerator random;
  private final Supplier<String> statistics;
  private final Replies replies;
  private final ResultSink sink;
  private final Statements statements;
  private final Cursors cursors = new Cursors();
  private boolean multiStatements;

  Conversation(
      Session session,
      Capabilities capabilities,
      PacketReader in,
      PacketWriter out,
      RandomGenerator random,
      Supplier<String> statistics) {
    this.session = session;
    this.capabilities = capabilities;
    this.in = in;
    this.out = out;
    this.random = random;
    this.statistics = statistics;
    this.replies = new Replies(out, capabilities, session);
    this.sink = new ResultSink(out, replies);
    this.statements = new Statements(session);
    this.multiStatements = capabilities.has(Capabilities.MULTI_STATEMENTS);
  }

  /// Says that the session is there, and serves it.
  Next run() throws IOException {
    replies.ok();
    out.flush();
    while (true) {
      if (!in.nextCommand()) {
        return new Next.Leave();
      }
      int command = in.int8();
      switch (command) {
        case Command.QUIT -> {
          return new Next.Leave();
        }
        case Command.RESET_CONNECTION -> {
          return new Next.Reset();
        }
        case Command.CHANGE_USER -> {
          return new Next.ChangeUser(LoginRequest.change(in, capabilities));
        }
        default -> answer(command);
      }
    }
  }

  private void answer(int command) throws IOException {
    try {
      handle(command);
    } catch (Refusal refusal) {
      fail(refusal.problem());
    } catch (ClientGone gone) {
      throw gone.reason();
    } catch (RuntimeException | StackOverflowError bug) {
      fail(Incident.report(bug, random));
    }
    out.flush();
  }

  private void fail(Problem problem) {
    out.abandon();
    replies.error(problem);
  }

  private void handle(int command) {
    switch (command) {
      case Command.QUERY -> query();
      case Command.STMT_PREPARE -> prepare();
      case Command.STMT_EXECUTE -> execute();
      case Command.STMT_CLOSE -> {
        int number = in.int32();
        cursors.close(number);
        statements.close(number);
      }
      case Command.STMT_RESET -> {
        Statements.Ready ready = statements.find(in.int32());
        cursors.close(ready.number());
        ready.reset();
        replies.ok();
      }
      case Command.STMT_SEND_LONG_DATA -> statements.longData(in);
      case Command.PING -> replies.ok();
      case Command.INIT_DB -> {
        session.use(in.text());
        replies.ok();
      }
      case Command.FIELD_LIST -> fieldList();
      case Command.STATISTICS -> {
        out.begin();
        out.putText(statistics.get());
        out.end();
      }
      case Command.PROCESS_KILL -> {
        session.kill(in.int32(), true);
        replies.ok();
      }
      case Command.SET_OPTION -> setOption();
      case Command.STMT_FETCH -> {
        Statements.Ready ready = statements.find(in.int32());
        cursors.fetch(ready.number(), in.int32(), sink);
      }
      default ->
          throw Refusal.of(ProblemKind.PROTOCOL_VIOLATION, "unknown command " + command);
    }
  }

  private void query() {
    String text = QueryText.of(in.bytes(in.remaining()));
    int count = session.statements(text);
    if (count == 0) {
      throw Refusal.of(ProblemKind.EMPTY_STATEMENT, "query was empty");
    }
    if (count > 1 && !multiStatements) {
      throw Problem.of(ProblemKind.SYNTAX, "several statements in one text")
          .withHint("The client must ask for multiple statements when it connects.")
          .refusal();
    }
    sink.start(count, false);
    session.run(text, sink);
  }

  private void setOption() {
    int option = in.int16();
    if (option > 1) {
      throw Refusal.of(ProblemKind.PROTOCOL_VIOLATION, "unknown option " + option);
    }
    multiStatements = option == 0;
    replies.eof(0, false);
  }

  /// The columns of a table, for clients that complete names.
  private void fieldList() {
    String table = in.cstring();
    Session.Plan plan = session.plan("SELECT * FROM `" + table.replace("`", "``") + "`", List.of());
    for (Column column : plan.columns()) {
      FieldType.define(out, table, column, true);
    }
    replies.eof(0, false);
  }

  private void prepare() {
    Statements.Ready ready = statements.prepare(QueryText.of(in.bytes(in.remaining())));
    List<ColumnType> parameters = ready.plan().parameters();
    List<Column> columns = ready.plan().columns();
    out.begin();
    out.put8(0);
    out.put32(ready.number());
    out.put16(columns.size());
    out.put16(parameters.size());
    out.put8(0);
    out.put16(0);
    out.end();
    for (ColumnType type : parameters) {
      FieldType.define(out, "", new Column("?", type), false);
    }
    if (!parameters.isEmpty()) {
      replies.endOfDefinitions();
    }
    for (Column column : columns) {
      FieldType.define(out, "", column, false);
    }
    if (!columns.isEmpty()) {
      replies.endOfDefinitions();
    }
  }

  /// A statement that returns rows opens a cursor for a client that asks for one.
  private void execute() {
    Statements.Ready ready = statements.find(in.int32());
    boolean cursor = (in.int8() & READ_ONLY_CURSOR) != 0;
    in.int32(); // How often: always once.
    cursors.close(ready.number());
    List<@Nullable Object> values = ready.values(in, session);
    if (cursor && !ready.plan().columns().isEmpty()) {
      cursors.open(ready.number(), session.bind(ready.plan(), values), sink);
      return;
    }
    sink.start(1, true);
    try (Session.Portal portal = session.bind(ready.plan(), values)) {
      portal.fetch(0, sink);
    }
  }
}

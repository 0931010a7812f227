package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.session.Session;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.wire.BrokenProtocol;
import io.fairlead.wire.ClientGone;
import io.fairlead.wire.Incident;
import io.fairlead.wire.ValueText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A signed-in client's messages, one after the other, until it leaves.
///
/// After an error in the extended protocol everything up to the next Sync is skipped, because the
/// client has sent it before it could know.
final class Conversation {
  private final Session session;
  private final MessageReader in;
  private final MessageWriter out;
  private final RandomGenerator random;
  private final Prepared prepared = new Prepared();
  private final ResultSink sink;
  private boolean skipping;

  Conversation(Session session, MessageReader in, MessageWriter out, RandomGenerator random) {
    this.session = session;
    this.in = in;
    this.out = out;
    this.random = random;
    this.sink = new ResultSink(out, prepared);
  }

  /// What a client is told right after sign-in.
  void greet(CancelKeys.Key key) throws IOException {
    session.reportedSettings().forEach(sink::setting);
    out.begin(Backend.BACKEND_KEY_DATA);
    out.putInt(key.process());
    out.putInt(key.secret());
    out.end();
    readyForQuery();
  }

  void run() throws IOException {
    try {
      while (true) {
        byte type = in.next();
        if (type == MessageReader.END || type == Frontend.TERMINATE) {
          return;
        }
        if (!skipping || type == Frontend.SYNC) {
          answer(type);
        }
      }
    } finally {
      prepared.closePortals();
    }
  }

  private void answer(byte type) throws IOException {
    try {
      handle(type);
    } catch (Refusal refusal) {
      fail(type, refusal.problem());
    } catch (ClientGone gone) {
      throw gone.reason();
    } catch (RuntimeException | StackOverflowError bug) {
      fail(type, Incident.report(bug, random));
    }
  }

  private void handle(byte type) throws IOException {
    switch (type) {
      case Frontend.QUERY -> query();
      case Frontend.PARSE -> parse();
      case Frontend.BIND -> bind();
      case Frontend.DESCRIBE -> describe();
      case Frontend.EXECUTE -> execute();
      case Frontend.CLOSE -> close();
      case Frontend.FLUSH -> out.flush();
      case Frontend.SYNC -> sync();
      case Frontend.FUNCTION_CALL ->
          throw Problem.of(ProblemKind.NOT_SUPPORTED, "function calls by message are not supported")
              .withHint("Call the function in a SELECT.")
              .refusal();
      case Frontend.COPY_DATA, Frontend.COPY_DONE, Frontend.COPY_FAIL -> {
        // The tail of a COPY that was refused: the client sent it before it could know.
      }
      default -> throw BrokenProtocol.of("unexpected message type " + (char) type);
    }
  }

  private void fail(byte type, Problem problem) throws IOException {
    out.abandon();
    Remarks.error(out, problem);
    endFailedWork();
    switch (type) {
      case Frontend.QUERY, Frontend.FUNCTION_CALL, Frontend.SYNC -> readyForQuery();
      default -> {
        skipping = true;
        out.flush();
      }
    }
  }

  private void endFailedWork() {
    try {
      session.fail();
      prepared.closePortals();
    } catch (RuntimeException bug) {
      Incident.report(bug, random);
    }
  }

  private void readyForQuery() throws IOException {
    out.begin(Backend.READY_FOR_QUERY);
    out.putByte(
        switch (session.transaction()) {
          case NONE -> 'I';
          case OPEN -> 'T';
          case FAILED -> 'E';
        });
    out.end();
    out.flush();
  }

  private void query() throws IOException {
    String text = in.cstring();
    in.expectEnd();
    prepared.closePortal("");
    prepared.closeStatement("");
    sink.startQuery();
    session.run(text, sink);
    if (!sink.hasAnswered()) {
      out.empty(Backend.EMPTY_QUERY);
    }
    endTransaction();
    readyForQuery();
  }

  private void sync() throws IOException {
    skipping = false;
    session.sync();
    endTransaction();
    readyForQuery();
  }

  private void endTransaction() {
    if (session.transaction() == Session.Transaction.NONE) {
      prepared.closePortals();
    }
  }

  private void parse() {
    String name = in.cstring();
    String text = in.cstring();
    int count = in.count16();
    List<ColumnType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(Types.ofOid(in.int32()));
    }
    in.expectEnd();
    prepared.makeRoom(name, text.length());
    prepared.add(name, new Prepared.Ready(session.plan(text, types), text.length()));
    out.empty(Backend.PARSE_COMPLETE);
  }

  private void bind() {
    String portal = in.cstring();
    String name = in.cstring();
    Prepared.Ready statement = prepared.statement(name);
    List<ColumnType> types = statement.plan().parameters();
    List<@Nullable Object> values = parameters(name, types);
    Formats formats = Formats.read(in);
    in.expectEnd();
    int columns = statement.plan().columns().size();
    if (!formats.fit(columns)) {
      throw Refusal.of(
          ProblemKind.PROTOCOL_VIOLATION,
          "bind message has %d result formats but query has %d columns"
              .formatted(formats.codes().length, columns));
    }
    prepared.makeRoomForPortal(portal);
    Session.Portal opened = session.bind(statement.plan(), values);
    prepared.add(portal, new Prepared.Opened(opened, statement, formats));
    out.empty(Backend.BIND_COMPLETE);
  }

  private List<@Nullable Object> parameters(String statement, List<ColumnType> types) {
    Formats formats = Formats.read(in);
    int count = in.count16();
    if (!formats.fit(count)) {
      throw Refusal.of(
          ProblemKind.PROTOCOL_VIOLATION,
          "bind message has %d parameter formats but %d parameters"
              .formatted(formats.codes().length, count));
    }
    if (count != types.size()) {
      throw Refusal.of(
          ProblemKind.PROTOCOL_VIOLATION,
          "bind message supplies %d parameters, but prepared statement \"%s\" requires %d"
              .formatted(count, statement, types.size()));
    }
    List<@Nullable Object> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = in.int32();
      values.add(length == -1 ? null : parameter(i, types.get(i), formats.isBinary(i), length));
    }
    return values;
  }

  /// The value is not quoted in the error: it may be a secret.
  private Object parameter(int index, ColumnType type, boolean binary, int length) {
    try {
      if (!binary) {
        return ValueText.read(type, in.text(length));
      }
      ByteBuffer bytes = in.view(length);
      Object value = BinaryFormat.read(type, bytes);
      if (!bytes.hasRemaining()) {
        return value;
      }
    } catch (RuntimeException wrong) {
      if (!ValueText.isInvalid(wrong)) {
        throw wrong;
      }
      // Said below, without what the exception may quote.
    }
    throw Refusal.of(
        binary ? ProblemKind.INVALID_BINARY : ProblemKind.INVALID_TEXT,
        "invalid %s for type %s: parameter $%d"
            .formatted(
                binary ? "binary representation" : "input syntax", Types.name(type), index + 1));
  }

  private void describe() {
    byte kind = in.int8();
    String name = in.cstring();
    in.expectEnd();
    switch (kind) {
      case Frontend.STATEMENT -> {
        Session.Plan plan = prepared.statement(name).plan();
        describeParameters(plan.parameters());
        describeColumns(plan.columns(), Formats.TEXT);
      }
      case Frontend.PORTAL -> {
        Prepared.Opened opened = prepared.portal(name);
        describeColumns(opened.portal().columns(), opened.formats());
      }
      default -> throw wrongKind("DESCRIBE", kind);
    }
  }

  private void describeParameters(List<ColumnType> types) {
    out.begin(Backend.PARAMETER_DESCRIPTION);
    out.putShort(types.size());
    for (ColumnType type : types) {
      // As PostgreSQL does: a parameter that nothing gives a type is text.
      out.putInt((type == ColumnType.UNKNOWN ? ColumnType.TEXT : type).oid());
    }
    out.end();
  }

  private void describeColumns(List<Column> columns, Formats formats) {
    if (columns.isEmpty()) {
      out.empty(Backend.NO_DATA);
    } else {
      ResultSink.describe(out, columns, formats);
    }
  }

  private void execute() {
    String name = in.cstring();
    int most = in.int32();
    in.expectEnd();
    Prepared.Opened opened = prepared.portal(name);
    if (opened.statement().plan().isEmpty()) {
      out.empty(Backend.EMPTY_QUERY);
      return;
    }
    if (!in.isNext(Frontend.SYNC)) {
      session.batch();
    }
    sink.startPortal(opened.portal().columns(), opened.formats());
    if (opened.portal().fetch(Math.max(0, most), sink)) {
      out.empty(Backend.PORTAL_SUSPENDED);
    }
  }

  private void close() {
    byte kind = in.int8();
    String name = in.cstring();
    in.expectEnd();
    switch (kind) {
      case Frontend.STATEMENT -> prepared.closeStatement(name);
      case Frontend.PORTAL -> prepared.closePortal(name);
      default -> throw wrongKind("CLOSE", kind);
    }
    out.empty(Backend.CLOSE_COMPLETE);
  }

  private static Refusal wrongKind(String message, byte kind) {
    return Refusal.of(
        ProblemKind.PROTOCOL_VIOLATION, "invalid " + message + " message subtype " + kind);
  }
}

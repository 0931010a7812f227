package io.fairlead.wire.mysql;

import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.session.Session;
import io.fairlead.sql.ColumnType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The prepared statements of one session by number, with what was sent ahead for their parameters.
final class Statements {
  private final Session session;
  private final Map<Integer, Ready> ready = new HashMap<>();
  private int last;
  private int characters;
  private int longBytes;

  Statements(Session session) {
    this.session = session;
  }

  /// One statement.
  final class Ready {
    private final int number;
    private final String text;
    private final Session.Plan prepared;
    private final Map<Integer, ByteArrayOutputStream> ahead = new HashMap<>();
    private Session.Plan plan;
    private List<ParameterValue.Type> types = List.of();
    private boolean tooLong;

    private Ready(int number, String text, Session.Plan plan) {
      this.number = number;
      this.text = text;
      this.prepared = plan;
      this.plan = plan;
    }

    int number() {
      return number;
    }

    /// For the types that were sent last.
    Session.Plan plan() {
      return plan;
    }

    /// Forgets what was sent ahead.
    void reset() {
      ahead.values().forEach(bytes -> longBytes -= bytes.size());
      ahead.clear();
      tooLong = false;
    }

    /// Reads the values of an execution, which also may give the parameters other types.
    List<@Nullable Object> values(PacketReader in, Session session) {
      try {
        if (tooLong) {
          throw Refusal.of(
              ProblemKind.TOO_LARGE,
              "a session may send at most " + Limits.LONG_DATA_BYTES + " bytes ahead");
        }
        return read(in, session);
      } finally {
        reset();
      }
    }

    private List<@Nullable Object> read(PacketReader in, Session session) {
      int count = prepared.parameters().size();
      List<@Nullable Object> values = new ArrayList<>(count);
      if (count == 0) {
        return values;
      }
      byte[] nulls = in.bytes((count + 7) / 8);
      if (in.int8() == 1) {
        retype(in, count, session);
      } else if (types.size() != count) {
        throw PacketReader.malformed();
      }
      for (int i = 0; i < count; i++) {
        ByteArrayOutputStream sent = ahead.get(i);
        boolean isNull = (nulls[i / 8] >> (i % 8) & 1) != 0 || types.get(i).isNull();
        if (sent != null) {
          values.add(
              ParameterValue.ofBytes(sent.toByteArray(), plan.parameters().get(i), i + 1));
        } else {
          values.add(
              isNull
                  ? null
                  : ParameterValue.read(in, types.get(i), plan.parameters().get(i), i + 1));
        }
      }
      in.expectEnd();
      return values;
    }

    /// A parameter of which nothing but its value tells the type takes that of the value.
    private void retype(PacketReader in, int count, Session session) {
      List<ParameterValue.Type> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sent.add(new ParameterValue.Type(in.int8(), in.int8() != 0));
      }
      if (sent.equals(types)) {
        return;
      }
      types = sent;
      plan = prepared;
      List<ColumnType> wanted = new ArrayList<>(prepared.parameters());
      for (int i = 0; i < count; i++) {
        if (wanted.get(i) == ColumnType.TEXT) {
          wanted.set(i, sent.get(i).columnType());
        }
      }
      if (!wanted.equals(prepared.parameters())) {
        try {
          plan = session.plan(text, wanted);
        } catch (Refusal doesNotFit) {
          // Then the values are given as the texts that the statement wants.
        }
      }
    }
  }

  Ready prepare(String text) {
    if (ready.size() >= Limits.PREPARED_STATEMENTS) {
      throw full("a session may have at most %d prepared statements", Limits.PREPARED_STATEMENTS);
    }
    if (text.length() > Limits.PREPARED_CHARACTERS - characters) {
      throw full(
          "prepared statements of a session may have at most %d characters",
          Limits.PREPARED_CHARACTERS);
    }
    Session.Plan plan = session.plan(text, List.of());
    if (plan.isEmpty()) {
      throw Refusal.of(ProblemKind.EMPTY_STATEMENT, "query was empty");
    }
    Ready made = new Ready(++last, text, plan);
    ready.put(made.number(), made);
    characters += text.length();
    return made;
  }

  private static Refusal full(String message, int most) {
    return Problem.of(ProblemKind.TOO_LARGE, message.formatted(most))
        .withHint("Close those that are no longer used.")
        .refusal();
  }

  Ready find(int number) {
    Ready found = ready.get(number);
    if (found == null) {
      throw Refusal.of(
          ProblemKind.UNKNOWN_STATEMENT,
          "unknown prepared statement handler (" + Integer.toUnsignedString(number) + ")");
    }
    return found;
  }

  /// Has no answer, also when there is no such statement.
  void close(int number) {
    Ready gone = ready.remove(number);
    if (gone != null) {
      gone.reset();
      characters -= gone.text.length();
    }
  }

  /// Has no answer: what is wrong is said when the statement is executed.
  void longData(PacketReader in) {
    if (in.remaining() < 6) {
      return;
    }
    Ready statement = ready.get(in.int32());
    int parameter = in.int16();
    if (statement == null || parameter >= statement.prepared.parameters().size()) {
      return;
    }
    if (in.remaining() > Limits.LONG_DATA_BYTES - longBytes) {
      statement.tooLong = true;
      return;
    }
    longBytes += in.remaining();
    statement
        .ahead
        .computeIfAbsent(parameter, _ -> new ByteArrayOutputStream())
        .writeBytes(in.bytes(in.remaining()));
  }
}

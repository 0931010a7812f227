package io.fairlead.session;

import io.fairlead.base.Refusal;
import io.fairlead.command.Commands;
import io.fairlead.engine.EngineSession;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Dialect;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A statement that was read, with the command that carries it out.
///
/// @param read null for an empty text
/// @param bound null when the statement is the session's own or the engine's
/// @param shape what the engine said of a query; null before it was asked
record StatementPlan(
    @Nullable Statement read,
    @Nullable Dialect reader,
    Commands.@Nullable Bound bound,
    List<ColumnType> parameters,
    EngineSession.@Nullable Shape shape)
    implements Session.Plan {

  static final StatementPlan EMPTY = new StatementPlan(null, null, null, List.of(), null);

  static final List<Column> ALL_SETTINGS = List.of(Column.text("name"), Column.text("setting"));

  StatementPlan(
      Statement read,
      Dialect reader,
      Commands.@Nullable Bound bound,
      List<ColumnType> parameters) {
    this(read, reader, bound, parameters, null);
  }

  Statement statement() {
    return Objects.requireNonNull(read);
  }

  Dialect dialect() {
    return Objects.requireNonNull(reader);
  }

  Commands.Bound command() {
    return Objects.requireNonNull(bound);
  }

  /// The statement as logs and history may know it.
  String redacted() {
    return dialect().format(statement());
  }

  /// Does work for the statement; a refusal speaks as its dialect does.
  <T> T voicing(Supplier<T> work) {
    try {
      return work.get();
    } catch (Refusal refusal) {
      throw dialect().voiced(refusal.problem()).refusal();
    }
  }

  StatementPlan described(EngineSession.Shape described) {
    return new StatementPlan(read, reader, bound, described.parameters(), described);
  }

  /// The parameters of a catalog statement are those of its secret: texts unless the client said
  /// bytea.
  StatementPlan withParameters(List<ColumnType> types) {
    List<ColumnType> known =
        types.stream()
            .map(type -> type == ColumnType.UNKNOWN ? ColumnType.TEXT : type)
            .toList();
    int wanted = SecretParameters.count(statement());
    List<ColumnType> all = new java.util.ArrayList<>(known);
    while (all.size() < wanted) {
      all.add(ColumnType.TEXT);
    }
    return new StatementPlan(read, reader, bound, List.copyOf(all), shape);
  }

  @Override
  public List<Column> columns() {
    if (shape != null) {
      return shape.columns();
    }
    if (bound != null) {
      return bound.columns();
    }
    return switch (read) {
      case Statement.ShowVariable show -> settingColumns(show);
      case Statement.ShowRemarks show -> Diagnostics.columns(show);
      case Statement.ShowStatus _ -> OpenSessions.STATUS_COLUMNS;
      case Statement.ShowSessions _ -> SessionList.COLUMNS;
      case null, default -> List.of();
    };
  }

  static List<Column> settingColumns(Statement.ShowVariable show) {
    return show.name().equals("all")
        ? ALL_SETTINGS
        : List.of(Column.text(Settings.spelled(show.name())));
  }

  @Override
  public boolean isEmpty() {
    return read == null;
  }
}

package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.Kind;
import io.fairlead.model.Privilege;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Column;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Databend's DESC TABLE of an external table, for whoever may do something with its rows. Tables of
/// the engine are shown in the same columns.
public final class DescribeTable implements Command<Statement.DescribeTable> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("Field"),
          Column.text("Type"),
          Column.text("Null"),
          Column.text("Default"),
          Column.text("Extra"));

  /// Databend's words for types that have several.
  private static final Map<String, String> WORDS =
      Map.of(
          "INTEGER", "INT",
          "TEXT", "VARCHAR",
          "STRING", "VARCHAR",
          "BOOL", "BOOLEAN");

  @Override
  public Prepared prepare(
      Statement.DescribeTable statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    return new Prepared.Answer(shown(table(image, statement.name(), actor).columns()));
  }

  static ExternalTable table(Image image, ObjectName name, Actor actor) {
    ExternalTable table = (ExternalTable) Lookup.get(image, Kind.TABLE, name, actor);
    Access access = Rights.access(image, actor);
    if (!access.may(Privilege.SELECT, table) && !access.may(Privilege.INSERT, table)) {
      throw Problem.of(
              ProblemKind.FORBIDDEN, "permission denied for table " + table.name().object())
          .withDetail(
              "The '"
                  + actor.roleName()
                  + "' role needs SELECT or INSERT privileges on TABLE \""
                  + table.name().full()
                  + "\".")
          .refusal();
    }
    return table;
  }

  /// A column without a default that may be null has NULL as its default.
  public static Reply shown(List<TableColumn> columns) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableColumn column : columns) {
      String type = column.type().toUpperCase(Locale.ROOT);
      rows.add(
          new @Nullable Object[] {
            column.name(),
            WORDS.getOrDefault(type, type),
            column.nullable() ? "YES" : "NO",
            column.initial().orElse(column.nullable() ? "NULL" : null),
            ""
          });
    }
    return Reply.rows(COLUMNS, rows);
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}

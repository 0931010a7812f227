package io.fairlead.engine;

import io.fairlead.model.FileFormat;
import io.fairlead.model.Name;
import io.fairlead.model.Schema;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.FileSource;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One client's side of the engine. Used by one thread at a time, [#cancel] excepted.
/// Every method reports failures as [io.fairlead.base.Refusal] with a precise kind, in our words or
/// the engine's, without stack traces, file paths or internals.
public interface EngineSession extends AutoCloseable {
  /// What a statement takes and gives, without running it.
  ///
  /// @param columns empty for a statement that returns no rows
  record Shape(List<ColumnType> parameters, List<Column> columns) {}

  /// @param parameters the types that the client named; [ColumnType#UNKNOWN] or missing ones are
  ///     inferred, [ColumnType#TEXT] where that fails
  Shape describe(String sql, List<ColumnType> parameters, View view);

  /// Starts a statement. The cursor must be closed before the next call.
  Cursor run(String sql, List<ColumnType> parameters, List<@Nullable Object> values, View view);

  /// The same for a query over files; it has no parameters.
  Shape describe(Statement.StagedQuery query, View view);

  Cursor run(Statement.StagedQuery query, View view);

  /// The columns of the files at a place, for a table over them: of the first of them by name. Empty
  /// when there is no file of the format. Waits for the network; needs the right to read there.
  List<TableColumn> columnsOf(FileSource files, FileFormat format, View view);

  /// Refuses columns that a file at the place has not, or has of another type.
  void mustFit(FileSource files, FileFormat format, List<TableColumn> columns, View view);

  /// The columns of a query's rows, for a table that is made of them.
  List<TableColumn> columnsOf(String query, View view);

  /// Whether a table or view of the engine itself has this name; external tables do not count.
  boolean hasTable(Name name, View view);

  /// A table or view of the engine itself.
  ///
  /// @param definition columns and constraints in parentheses, as CREATE TABLE takes them; empty for
  ///     a view
  record LocalTable(List<TableColumn> columns, Optional<String> definition) {}

  /// Empty when there is none of this name for the role.
  Optional<LocalTable> table(Name name, View view);

  /// What the engine itself keeps in a schema, as messages name it: `table "t"`.
  List<String> contentOf(Schema schema, View view);

  /// Drops the tables of a schema that the catalog has dropped. They are out of reach in any case.
  ///
  /// @param view after that
  void drop(Schema schema, View view);

  /// Whether the engine has a function of its own with this name.
  boolean hasFunction(String name, View view);

  /// The columns of what such a statement answers, and the parameters of one that has a query.
  Shape describe(Statement.FileStatement statement, List<ColumnType> parameters, View view);

  /// Lists, removes, loads or unloads files. Rows as the vendor's clients expect them; the cursor must
  /// be closed before the next call.
  Cursor run(
      Statement.FileStatement statement,
      List<ColumnType> parameters,
      List<@Nullable Object> values,
      View view);

  void begin();

  void commit();

  void rollback();

  /// Makes the running call end with kind `CANCELLED` soon; from any thread; does nothing when none
  /// runs.
  void cancel();

  @Override
  void close();

  /// The rows of a running statement.
  interface Cursor extends AutoCloseable {
    /// Empty for a statement without rows.
    List<Column> columns();

    /// The next rows, at most `most` and at least one unless there are no more.
    List<@Nullable Object[]> fetch(int most);

    /// PostgreSQL's command tag, without the count for SELECT (`SELECT`, `INSERT 0 5`,
    /// `CREATE TABLE`).
    String tag();

    @Override
    void close();
  }
}

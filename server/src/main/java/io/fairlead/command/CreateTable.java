package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.PlaceProbe;
import io.fairlead.connector.StorageType;
import io.fairlead.model.ExternalTable;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.SchemaStorage;
import io.fairlead.model.TableColumn;
import io.fairlead.sql.FormatClause;
import io.fairlead.sql.ObjectName;
import io.fairlead.sql.Statement;
import io.fairlead.sql.StorageClause;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE TABLE of an external table. The place is tried before anything is stored, with what a table
/// does there (Databend's five operations); a table that is read only is read alone.
public final class CreateTable implements Command<Statement.CreateTable> {
  private final Connectors connectors;
  private final CreatePlaced placed;

  public CreateTable(Connectors connectors, Placement placement, Supplier<ObjectId> newId) {
    this.connectors = connectors;
    this.placed = new CreatePlaced(placement, newId);
  }

  @Override
  public Prepared prepare(
      Statement.CreateTable statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    boolean isThere =
        statement.ifNotExists()
            && Lookup.find(image, Kind.TABLE, statement.name(), actor).isPresent();
    if (!isThere) {
      mustHaveColumns(statement.columns());
    }
    boolean stored = statement.uri().isEmpty();
    Place place = stored ? storage(statement, actor, image) : Place.of(statement);
    StorageType<?> type = connectors.storage(place.uri());
    FileFormat format = format(statement.format(), FileFormat.of(FileFormat.PARQUET));
    boolean readOnly = statement.readOnly() || !type.isWritable();
    return placed.prepare(
        new CreatePlaced.Order(
            Kind.TABLE,
            statement.name(),
            statement.orReplace(),
            statement.ifNotExists(),
            type.name(),
            place.uri(),
            stored,
            place.connection(),
            statement.comment(),
            Optional.of(readOnly ? PlaceProbe.Trial.READ : PlaceProbe.Trial.ALL),
            statement.dialect(),
            (header, storage) ->
                new ExternalTable(
                    header,
                    statement.columns(),
                    storage,
                    format,
                    readOnly,
                    statement.dialect())),
        actor,
        image);
  }

  /// Where a table is kept, as it could have been written.
  private record Place(String uri, StorageClause connection) {
    static Place of(Statement.CreateTable statement) {
      return new Place(statement.uri(), statement.connection());
    }
  }

  /// The storage of the schema; its connection is used by whoever makes the table.
  private static Place storage(Statement.CreateTable statement, Actor actor, Image image) {
    String schema = Lookup.full(statement.name(), actor).schema();
    SchemaStorage storage =
        Lookup.schema(image, schema)
            .storage()
            .orElseThrow(
                () ->
                    Problem.of(
                            ProblemKind.CONFLICT, "schema \"" + schema + "\" was changed meanwhile")
                        .withHint("Try again.")
                        .refusal());
    Name connection = image.get(storage.connection()).name();
    return new Place(
        storage.uri(),
        new StorageClause.Named(
            new ObjectName(null, connection.schema(), connection.object(), 0)));
  }

  private static void mustHaveColumns(List<TableColumn> columns) {
    if (columns.isEmpty()) {
      throw Problem.of(ProblemKind.SYNTAX, "an external table needs its columns").refusal();
    }
    Set<String> names = new HashSet<>();
    for (TableColumn column : columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw Problem.of(
                ProblemKind.DUPLICATE_COLUMN,
                "column \"" + column.name() + "\" specified more than once")
            .refusal();
      }
    }
  }

  /// @param standard what counts where the clause says nothing
  public static FileFormat format(FormatClause clause, FileFormat standard) {
    if (clause.name().isEmpty() && clause.options().isEmpty()) {
      return standard;
    }
    String name = clause.name().orElse(standard.name());
    if (!Set.of(FileFormat.PARQUET, FileFormat.CSV, FileFormat.NDJSON).contains(name)) {
      throw Problem.of(ProblemKind.INVALID_OPTION, "unknown file format \"" + name + "\"")
          .withHint("Formats are PARQUET, CSV and NDJSON.")
          .refusal();
    }
    return new FileFormat(name, new TreeMap<>(clause.options()));
  }
}

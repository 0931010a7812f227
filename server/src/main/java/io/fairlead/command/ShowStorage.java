package io.fairlead.command;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.OptionSpec;
import io.fairlead.connector.StorageType;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.FileFormat;
import io.fairlead.model.Kind;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Stage;
import io.fairlead.model.Tag;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Databend's SHOW and DESC of connections, stages and tags, in its columns. It masks every value by its
/// length, and shows two letters at each end; here what is no secret is readable, and a secret is three
/// stars whatever it is.
public final class ShowStorage implements Command<Statement.ShowStorage> {
  private static final String SECRET = "***";
  private static final List<Column> CONNECTIONS =
      List.of(
          Column.text("name"), Column.text("storage_type"), Column.text("storage_params"));
  private static final List<Column> STAGES =
      List.of(
          Column.text("name"),
          Column.text("stage_type"),
          Column.text("storage_type"),
          Column.text("url"),
          Column.text("connection"),
          Column.text("storage_params"),
          Column.text("file_format_options"),
          Column.text("creator"),
          new Column("created_on", ColumnType.TIMESTAMPTZ),
          Column.text("comment"),
          Column.text("owner"));
  private static final List<Column> TAGS =
      List.of(
          Column.text("name"),
          Column.text("allowed_values"),
          Column.text("comment"),
          new Column("created_on", ColumnType.TIMESTAMPTZ));

  private final Connectors connectors;

  public ShowStorage(Connectors connectors) {
    this.connectors = connectors;
  }

  @Override
  public Prepared prepare(
      Statement.ShowStorage statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (statement.name().isPresent()) {
      rows.add(
          row(image, Lookup.get(image, statement.kind(), statement.name().get(), actor)));
    } else {
      Access access = Rights.access(image, actor);
      for (CatalogObject object : image.all(statement.kind().space())) {
        if (object.kind() == statement.kind() && access.sees(object) && isShown(object)) {
          rows.add(row(image, object));
        }
      }
    }
    return new Prepared.Answer(Reply.rows(columns(statement), rows));
  }

  /// Databend knows of no other connections than those to storage.
  private boolean isShown(CatalogObject object) {
    return !(object instanceof Connection connection)
        || connectors
            .find(connection.type())
            .filter(StorageType.class::isInstance)
            .isPresent();
  }

  private @Nullable Object[] row(Image image, CatalogObject object) {
    return switch (object) {
      case Connection connection ->
          new @Nullable Object[] {
            connection.name().object(),
            word(connection.type()),
            parameters(image, connection.type(), connection.options())
          };
      case Stage stage -> stage(image, stage);
      case Tag tag ->
          new @Nullable Object[] {
            tag.name().object(),
            String.join(", ", tag.allowedValues()),
            tag.header().comment(),
            tag.header().created().at()
          };
      default -> throw new IllegalArgumentException("not shown so");
    };
  }

  private @Nullable Object[] stage(Image image, Stage stage) {
    Optional<Connection> connection = image.connection(stage.storage().connection());
    String type = connection.map(Connection::type).orElse("");
    return new @Nullable Object[] {
      stage.name().object(),
      "External",
      word(type),
      stage.storage().uri(),
      connection.map(found -> found.name().object()).orElse(null),
      parameters(image, type, stage.storage().place()),
      format(stage.format()),
      stage.header().created().by(),
      stage.header().created().at(),
      stage.header().comment(),
      ListObjects.owner(image, stage)
    };
  }

  private String word(String type) {
    return connectors.find(type).map(StorageType::wordOf).orElse(type);
  }

  static String format(FileFormat format) {
    return format.options().entrySet().stream()
        .map(option -> ", " + option.getKey() + "=" + option.getValue())
        .collect(Collectors.joining("", "type=" + format.name(), ""));
  }

  /// `key=value` by key, with a space between.
  private String parameters(Image image, String type, Options options) {
    Optional<ConnectorType<?>> connector = connectors.find(type);
    return options.values().entrySet().stream()
        .map(option -> option.getKey() + "=" + shown(image, connector, option.getKey(), option.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String shown(
      Image image, Optional<ConnectorType<?>> type, String key, OptionValue value) {
    boolean open =
        type.flatMap(connector -> connector.option(key))
            .filter(spec -> spec.secrecy() == OptionSpec.Secrecy.OPEN)
            .isPresent();
    return switch (value) {
      case OptionValue.Text(String text) -> open ? text : SECRET;
      case OptionValue.Num(long number) -> String.valueOf(number);
      case OptionValue.Flag(boolean flag) -> String.valueOf(flag);
      case OptionValue.ConnectionUse(var id) -> image.get(id).name().object();
      case OptionValue.SecretUse _, OptionValue.Items _, OptionValue.Group _ -> SECRET;
    };
  }

  @Override
  public List<Column> columns(Statement.ShowStorage statement) {
    return switch (statement.kind()) {
      case STAGE -> STAGES;
      case TAG -> TAGS;
      default -> CONNECTIONS;
    };
  }
}

package io.fairlead.command;

import io.fairlead.base.Problem;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.SignInCounts;
import io.fairlead.catalog.TestResult;
import io.fairlead.catalog.TestResults;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.LocationType;
import io.fairlead.connector.SharedOptions;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretLink;
import io.fairlead.secret.VaultStatus;
import io.fairlead.secret.VaultStatuses;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Listing;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// DeltaForge's DESCRIBE of a connection, a credential, a credential storage and the like: one row. It never
/// probes and never shows a secret.
public final class Describe implements Command<Statement.Describe> {
  private static final List<Column> CONNECTION =
      OverlapColumns.after(
          Column.text("id"),
          Column.text("name"),
          Column.text("connection_type"),
          Column.text("description"),
          Column.text("last_test_status"),
          new Column("last_test_latency_ms", ColumnType.FLOAT8),
          Column.text("server_version"),
          new Column("created_at", ColumnType.TIMESTAMPTZ),
          new Column("updated_at", ColumnType.TIMESTAMPTZ),
          new Column("option_count", ColumnType.INT4),
          // From here on ours.
          new Column("last_tested_at", ColumnType.TIMESTAMPTZ),
          Column.text("last_test_error"),
          Column.text("credential"),
          Column.text("credential_storage"),
          Column.text("owner"),
          new Column("version", ColumnType.INT4));
  private static final List<Column> CREDENTIAL =
      VaultColumns.after(
          Column.text("id"),
          Column.text("display_name"),
          Column.text("entry_type"),
          Column.text("algorithm"),
          new Column("current_version", ColumnType.INT4),
          Column.text("storage_backend_name"),
          Column.text("external_secret_name"),
          new Column("created_at", ColumnType.TIMESTAMPTZ),
          new Column("updated_at", ColumnType.TIMESTAMPTZ),
          new Column("rotated_at", ColumnType.TIMESTAMPTZ),
          // From here on ours.
          new Column("expires_at", ColumnType.TIMESTAMPTZ),
          Column.text("description"),
          Column.text("owner"),
          new Column("used_by", ColumnType.INT4));
  private static final List<Column> IDENTITY =
      List.of(
          Column.text("id"),
          Column.text("name"),
          Column.text("credential_type"),
          new Column("options", ColumnType.JSON),
          Column.text("comment"),
          Column.text("owner"),
          new Column("created_at", ColumnType.TIMESTAMPTZ),
          new Column("updated_at", ColumnType.TIMESTAMPTZ),
          new Column("version", ColumnType.INT4),
          new Column("used_by", ColumnType.INT4));
  private static final List<Column> LOCATION =
      List.of(
          Column.text("id"),
          Column.text("name"),
          Column.text("url"),
          Column.text("storage_credential"),
          new Column("options", ColumnType.JSON),
          Column.text("comment"),
          Column.text("owner"),
          new Column("created_at", ColumnType.TIMESTAMPTZ),
          new Column("updated_at", ColumnType.TIMESTAMPTZ),
          new Column("version", ColumnType.INT4),
          Column.text("last_test_status"),
          new Column("last_tested_at", ColumnType.TIMESTAMPTZ),
          Column.text("last_test_error"));
  private static final List<Column> STORAGE =
      VaultColumns.after(
          Column.text("id"),
          Column.text("display_name"),
          Column.text("backend_type"),
          Column.text("description"),
          new Column("is_active", ColumnType.BOOL),
          new Column("created_at", ColumnType.TIMESTAMPTZ),
          new Column("updated_at", ColumnType.TIMESTAMPTZ),
          new Column("config_json", ColumnType.JSON));

  private final Connectors connectors;
  private final TestResults results;
  private final VaultStatuses vaults;
  private final SignInCounts counts;

  public Describe(
      Connectors connectors, TestResults results, VaultStatuses vaults, SignInCounts counts) {
    this.vaults = vaults;
    this.counts = counts;
    this.connectors = connectors;
    this.results = results;
  }

  @Override
  public Prepared prepare(
      Statement.Describe statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    if (statement.of() == Listing.CREDENTIAL_STORAGE && BuiltInVault.isNamed(statement.name())) {
      return row(statement, VaultColumns.after(builtIn(), VaultStatus.UNKNOWN));
    }
    Kind kind = statement.of().kind();
    if (statement.ifExists() && Lookup.find(image, kind, statement.name(), actor).isEmpty()) {
      Problem skipped = Lookup.skipped(kind, statement.name());
      return new Prepared.Answer(
          new Reply("SELECT 0", columns(statement), List.of(), List.of(skipped)));
    }
    CatalogObject object = Lookup.get(image, kind, statement.name(), actor);
    if (object instanceof Secret secret) {
      return row(
          statement, VaultColumns.after(credential(image, secret), vaults.status(secret)));
    }
    new Families(connectors).mustBe(object, statement.of().family());
    Connection connection = (Connection) object;
    return row(
        statement,
        switch (statement.of()) {
          case CREDENTIAL_STORAGE ->
              VaultColumns.after(
                  storage(image, connection), vaults.storageStatus(connection.id()));
          case STORAGE_CREDENTIAL -> identity(image, connection);
          case EXTERNAL_LOCATION ->
              location(image, connection, (LocationType<?>) connectors.get(connection.type()));
          case CONNECTION, CREDENTIAL, TOKEN ->
              OverlapColumns.after(connection(image, connection), image, connection, counts);
        });
  }

  private static @Nullable Object[] identity(Image image, Connection connection) {
    return new @Nullable Object[] {
      connection.id().toString(),
      connection.name().object(),
      connection.type(),
      OptionsJson.of(image, connection.options()),
      ListObjects.orNull(connection.header().comment()),
      ListObjects.owner(image, connection),
      connection.header().created().at(),
      connection.header().updated().at(),
      connection.version(),
      image.dependants(connection.id()).size()
    };
  }

  private @Nullable Object[] location(
      Image image, Connection connection, LocationType<?> type) {
    Optional<TestResult> last = results.last(connection.id());
    return new @Nullable Object[] {
      connection.id().toString(),
      connection.name().object(),
      type.url(connection.options()).orElse(null),
      ListObjects.named(image, type.identity(connection.options())),
      OptionsJson.of(image, type.furtherOptions(connection.options())),
      ListObjects.orNull(connection.header().comment()),
      ListObjects.owner(image, connection),
      connection.header().created().at(),
      connection.header().updated().at(),
      connection.version(),
      TestResult.status(last),
      last.map(TestResult::at).orElse(null),
      last.map(test -> ListObjects.orNull(test.error())).orElse(null)
    };
  }

  private static Prepared row(Statement.Describe statement, @Nullable Object[] row) {
    return new Prepared.Answer(
        Reply.rows(columnsOf(statement), List.<@Nullable Object[]>of(row)));
  }

  private @Nullable Object[] connection(Image image, Connection connection) {
    Optional<TestResult> last = results.last(connection.id());
    return new @Nullable Object[] {
      connection.id().toString(),
      connection.name().object(),
      connection.type(),
      ListObjects.orNull(connection.header().comment()),
      TestResult.status(last),
      last.map(test -> TestConnection.millis(test.latency())).orElse(null),
      last.map(test -> ListObjects.orNull(test.serverVersion())).orElse(null),
      connection.header().created().at(),
      connection.header().updated().at(),
      mapped(connection),
      last.map(TestResult::at).orElse(null),
      last.map(test -> ListObjects.orNull(test.error())).orElse(null),
      named(image, connection, SharedOptions.CREDENTIAL),
      named(image, connection, SharedOptions.CREDENTIAL_STORAGE),
      ListObjects.owner(image, connection),
      connection.version()
    };
  }

  /// How many options SET OPTIONS would replace.
  private int mapped(Connection connection) {
    return (int)
        connection.options().values().keySet().stream()
            .filter(
                key ->
                    connectors
                        .find(connection.type())
                        .flatMap(type -> type.option(key))
                        .filter(spec -> spec.isLasting())
                        .isEmpty())
            .count();
  }

  private static @Nullable String named(Image image, Connection connection, String key) {
    return connection
        .options()
        .get(key)
        .map(OptionValue::references)
        .flatMap(ids -> ids.stream().findFirst())
        .map(id -> image.get(id).name().object())
        .orElse(null);
  }

  private static @Nullable Object[] credential(Image image, Secret secret) {
    return new @Nullable Object[] {
      secret.id().toString(),
      secret.name().object(),
      ListObjects.entryType(secret),
      secret.facts().algorithm().orElse(null),
      secret.current().number(),
      ListObjects.storageName(image, secret),
      secret.link().map(SecretLink::name).orElse(null),
      secret.header().created().at(),
      secret.header().updated().at(),
      secret.current().number() == 1 ? null : secret.current().created().at(),
      secret.facts().expires().orElse(null),
      ListObjects.orNull(secret.header().comment()),
      ListObjects.owner(image, secret),
      image.dependants(secret.id()).size()
    };
  }

  private static @Nullable Object[] storage(Image image, Connection connection) {
    return new @Nullable Object[] {
      connection.id().toString(),
      connection.name().object(),
      connection.type(),
      ListObjects.orNull(connection.header().comment()),
      ListObjects.isActive(connection),
      connection.header().created().at(),
      connection.header().updated().at(),
      OptionsJson.of(image, connection.options())
    };
  }

  private static @Nullable Object[] builtIn() {
    return new @Nullable Object[] {
      BuiltInVault.ID,
      BuiltInVault.NAME,
      BuiltInVault.TYPE,
      "this server's own vault",
      true,
      null,
      null,
      "{}"
    };
  }

  private static List<Column> columnsOf(Statement.Describe statement) {
    return switch (statement.of()) {
      case CONNECTION, TOKEN -> CONNECTION;
      case CREDENTIAL -> CREDENTIAL;
      case CREDENTIAL_STORAGE -> STORAGE;
      case STORAGE_CREDENTIAL -> IDENTITY;
      case EXTERNAL_LOCATION -> LOCATION;
    };
  }

  @Override
  public List<Column> columns(Statement.Describe statement) {
    return columnsOf(statement);
  }
}

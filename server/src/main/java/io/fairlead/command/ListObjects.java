package io.fairlead.command;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.catalog.SignInCounts;
import io.fairlead.catalog.TestResult;
import io.fairlead.catalog.TestResults;
import io.fairlead.connector.ConnectorType;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.IdentityType;
import io.fairlead.connector.LocationType;
import io.fairlead.connector.SharedOptions;
import io.fairlead.connector.VaultType;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.Kind;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Secret;
import io.fairlead.model.Token;
import io.fairlead.model.TokenPermission;
import io.fairlead.secret.VaultStatus;
import io.fairlead.secret.VaultStatuses;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Listing;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// DeltaForge's SHOW CONNECTIONS, VAULTS, CREDENTIAL STORAGES and the like: what is there for the actor,
/// in every schema, by name. Its own columns come first; DeltaForge answers with text instead of rows.
public final class ListObjects implements Command<Statement.ListObjects> {
  private static final List<Column> CONNECTIONS =
      OverlapColumns.after(
          Column.text("name"),
          Column.text("connection_type"),
          Column.text("status"),
          Column.text("schema"),
          Column.text("owner"),
          new Column("version", ColumnType.INT4),
          new Column("last_tested_at", ColumnType.TIMESTAMPTZ),
          Column.text("description"));
  private static final List<Column> CREDENTIALS =
      VaultColumns.after(
          Column.text("name"),
          Column.text("entry_type"),
          new Column("current_version", ColumnType.INT4),
          Column.text("storage_backend_name"),
          Column.text("schema"),
          Column.text("owner"),
          new Column("expires_at", ColumnType.TIMESTAMPTZ),
          Column.text("description"));
  private static final List<Column> STORAGES =
      VaultColumns.after(
          Column.text("display_name"),
          Column.text("backend_type"),
          new Column("is_active", ColumnType.BOOL),
          Column.text("schema"),
          Column.text("owner"),
          Column.text("description"));
  private static final List<Column> IDENTITIES =
      List.of(
          Column.text("name"),
          Column.text("credential_type"),
          Column.text("schema"),
          Column.text("owner"),
          new Column("version", ColumnType.INT4),
          Column.text("comment"));
  private static final List<Column> LOCATIONS =
      List.of(
          Column.text("name"),
          Column.text("url"),
          Column.text("storage_credential"),
          Column.text("status"),
          Column.text("schema"),
          Column.text("owner"),
          new Column("version", ColumnType.INT4),
          Column.text("comment"));
  private static final List<Column> TOKENS =
      List.of(
          Column.text("name"),
          Column.text("owner"),
          Column.text("permissions"),
          new Column("created_at", ColumnType.TIMESTAMPTZ),
          new Column("expires_at", ColumnType.TIMESTAMPTZ));

  private final Connectors connectors;
  private final TestResults results;
  private final VaultStatuses vaults;
  private final SignInCounts counts;

  public ListObjects(
      Connectors connectors, TestResults results, VaultStatuses vaults, SignInCounts counts) {
    this.vaults = vaults;
    this.counts = counts;
    this.connectors = connectors;
    this.results = results;
  }

  @Override
  public Prepared prepare(
      Statement.ListObjects statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Access access = Rights.access(image, actor);
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (statement.of() == Listing.CREDENTIAL_STORAGE && fits(statement, BuiltInVault.NAME)) {
      rows.add(
          VaultColumns.after(
              new @Nullable Object[] {
                BuiltInVault.NAME, BuiltInVault.TYPE, true, null, null, "this server's own vault"
              },
              VaultStatus.UNKNOWN));
    }
    Kind.Space space =
        statement.of() == Listing.TOKEN ? Kind.Space.TOKEN : Kind.Space.ITEM;
    for (CatalogObject object : image.all(space)) {
      if (access.sees(object) && fits(statement, object.name().object())) {
        row(statement.of(), image, access, object).ifPresent(rows::add);
      }
    }
    return new Prepared.Answer(Reply.rows(columns(statement), rows));
  }

  private static boolean fits(Statement.ListObjects statement, String name) {
    return statement
        .containing()
        .map(text -> name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
        .orElse(true);
  }

  private Optional<@Nullable Object[]> row(
      Listing of, Image image, Access access, CatalogObject object) {
    return Optional.ofNullable(
        switch (of) {
          case CONNECTION ->
              object instanceof Connection connection && !isVault(connectors, connection)
                  ? OverlapColumns.after(
                      connection(image, connection), image, connection, counts)
                  : null;
          case CREDENTIAL_STORAGE ->
              object instanceof Connection connection && isVault(connectors, connection)
                  ? VaultColumns.after(
                      storage(image, connection), vaults.storageStatus(connection.id()))
                  : null;
          case CREDENTIAL -> 
              object instanceof Secret secret
                  ? VaultColumns.after(secret(image, secret), vaults.status(secret))
                  : null;
          case STORAGE_CREDENTIAL ->
              object instanceof Connection connection
                      && connectorOf(connection) instanceof IdentityType<?>
                  ? identity(image, connection)
                  : null;
          case EXTERNAL_LOCATION ->
              object instanceof Connection connection
                      && connectorOf(connection) instanceof LocationType<?> type
                  ? location(image, connection, type)
                  : null;
          case TOKEN ->
              object instanceof Token token && access.owns(token) ? token(image, token) : null;
        });
  }

  static boolean isVault(Connectors connectors, Connection connection) {
    return connectors.find(connection.type()).filter(VaultType.class::isInstance).isPresent();
  }

  private @Nullable ConnectorType<?> connectorOf(Connection connection) {
    return connectors.find(connection.type()).orElse(null);
  }

  private static @Nullable Object[] identity(Image image, Connection connection) {
    return new @Nullable Object[] {
      connection.name().object(),
      connection.type(),
      connection.name().schema(),
      owner(image, connection),
      connection.version(),
      orNull(connection.header().comment())
    };
  }

  private @Nullable Object[] location(
      Image image, Connection connection, LocationType<?> type) {
    return new @Nullable Object[] {
      connection.name().object(),
      type.url(connection.options()).orElse(null),
      named(image, type.identity(connection.options())),
      TestResult.status(results.last(connection.id())),
      connection.name().schema(),
      owner(image, connection),
      connection.version(),
      orNull(connection.header().comment())
    };
  }

  static @Nullable String named(Image image, Optional<ObjectId> object) {
    return object.map(id -> image.get(id).name().object()).orElse(null);
  }

  private @Nullable Object[] connection(Image image, Connection connection) {
    Optional<TestResult> last = results.last(connection.id());
    return new @Nullable Object[] {
      connection.name().object(),
      connection.type(),
      TestResult.status(last),
      connection.name().schema(),
      owner(image, connection),
      connection.version(),
      last.map(TestResult::at).orElse(null),
      orNull(connection.header().comment())
    };
  }

  private static @Nullable Object[] storage(Image image, Connection connection) {
    return new @Nullable Object[] {
      connection.name().object(),
      connection.type(),
      isActive(connection),
      connection.name().schema(),
      owner(image, connection),
      orNull(connection.header().comment())
    };
  }

  static boolean isActive(Connection storage) {
    return !storage
        .options()
        .get(SharedOptions.ACTIVE)
        .equals(Optional.of(new OptionValue.Flag(false)));
  }

  private static @Nullable Object[] secret(Image image, Secret secret) {
    return new @Nullable Object[] {
      secret.name().object(),
      entryType(secret),
      secret.current().number(),
      storageName(image, secret),
      secret.name().schema(),
      owner(image, secret),
      secret.facts().expires().orElse(null),
      orNull(secret.header().comment())
    };
  }

  /// DeltaForge's word for what a secret is.
  static String entryType(Secret secret) {
    return secret.type().equals(Secret.ENCRYPTION_KEY) ? "ENCRYPTION_KEY" : "CREDENTIAL";
  }

  static String storageName(Image image, Secret secret) {
    return secret
        .storage()
        .flatMap(image::connection)
        .map(storage -> storage.name().object())
        .orElse(BuiltInVault.NAME);
  }

  private static @Nullable Object[] token(Image image, Token token) {
    return new @Nullable Object[] {
      token.name().object(),
      owner(image, token),
      token.permissions().stream().map(TokenPermission::word).collect(Collectors.joining(", ")),
      token.header().created().at(),
      token.expires().orElse(null)
    };
  }

  static @Nullable String owner(Image image, CatalogObject object) {
    return image.role(object.owner()).map(role -> role.name().object()).orElse(null);
  }

  static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  public List<Column> columns(Statement.ListObjects statement) {
    return switch (statement.of()) {
      case CONNECTION -> CONNECTIONS;
      case CREDENTIAL -> CREDENTIALS;
      case CREDENTIAL_STORAGE -> STORAGES;
      case STORAGE_CREDENTIAL -> IDENTITIES;
      case EXTERNAL_LOCATION -> LOCATIONS;
      case TOKEN -> TOKENS;
    };
  }
}

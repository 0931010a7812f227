package io.fairlead.command;

import io.fairlead.catalog.Access;
import io.fairlead.catalog.Image;
import io.fairlead.connector.SecretUses;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Kind;
import io.fairlead.model.Privilege;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SHOW SECRET USAGE: how often each kept version of each secret has let somebody in since the start,
/// and how often it was refused, so that people know when an old one can go. For those who may use the secret.
public final class ShowSecretUsage implements Command<Statement.ShowSecretUsage> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("secret"),
          new Column("version", ColumnType.INT4),
          new Column("current", ColumnType.BOOL),
          new Column("uses", ColumnType.INT8),
          new Column("refusals", ColumnType.INT8),
          new Column("last_used_at", ColumnType.TIMESTAMPTZ),
          Column.text("last_used_by"),
          Column.text("last_used_for"));

  private final SecretUses uses;

  public ShowSecretUsage(SecretUses uses) {
    this.uses = uses;
  }

  @Override
  public Prepared prepare(
      Statement.ShowSecretUsage statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Access access = Rights.access(image, actor);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (CatalogObject object : image.all(Kind.Space.ITEM)) {
      if (object instanceof Secret secret
          && access.sees(secret)
          && access.may(Privilege.USAGE, secret)) {
        secret.versions().forEach(version -> rows.add(row(image, secret, version)));
      }
    }
    return new Prepared.Answer(Reply.rows(COLUMNS, rows));
  }

  private @Nullable Object[] row(Image image, Secret secret, SecretVersion version) {
    Optional<SecretUses.Count> count = uses.count(secret.id(), version.number());
    return new @Nullable Object[] {
      secret.name().object(),
      version.number(),
      version.equals(secret.current()),
      count.map(SecretUses.Count::uses).orElse(0L),
      uses.refusals(secret.id(), version.number()),
      count.map(found -> found.last().at()).orElse(null),
      count
          .flatMap(found -> image.connection(found.connection()))
          .map(connection -> connection.name().object())
          .orElse(null),
      count.map(found -> found.last().by().word()).orElse(null)
    };
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}

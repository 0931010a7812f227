package io.fairlead.command;

import io.fairlead.base.Sha256;
import io.fairlead.catalog.Change;
import io.fairlead.catalog.Decision;
import io.fairlead.catalog.Image;
import io.fairlead.model.Header;
import io.fairlead.model.Kind;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.Token;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import io.fairlead.sql.Reply;
import io.fairlead.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// CREATE TOKEN: whoever shows it acts as the role that made it. The answer is the only place where
/// the token ever stands.
public final class CreateToken implements Command<Statement.CreateToken> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("name"),
          Column.text("token"),
          new Column("expires_at", ColumnType.TIMESTAMPTZ));
  private static final String PREFIX = "fl_";
  private static final int RANDOM_BYTES = 32;
  private final SecureRandom random;
  private final Supplier<ObjectId> newId;

  public CreateToken(SecureRandom random, Supplier<ObjectId> newId) {
    this.random = random;
    this.newId = newId;
  }

  @Override
  public Prepared prepare(
      Statement.CreateToken statement,
      Actor actor,
      Image image,
      List<@Nullable Object> parameters) {
    Name name = Name.global(statement.name());
    Lookup.mustBeFree(image, Kind.TOKEN, name);
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String text =
        PREFIX
            + base64.encodeToString(statement.name().getBytes(StandardCharsets.UTF_8))
            + "."
            + base64.encodeToString(bytes);
    ObjectId id = newId.get();
    return new Prepared.Change(
        (latest, now) -> {
          Lookup.mustBeFree(latest, Kind.TOKEN, name);
          Lookup.mustBeUnused(latest, id);
          Token token =
              new Token(
                  Header.first(id, name, actor.role(), now),
                  hash(text),
                  statement.permissions(),
                  statement.expires());
          @Nullable Object[] row = {
            name.object(), text, statement.expires().orElse(null)
          };
          return new Decision<>(
              List.of(new Change.Put(token)),
              Reply.rows(COLUMNS, List.<@Nullable Object[]>of(row)));
        });
  }

  /// The name of the token that a text would be; empty when it is none. The name finds it, the hash
  /// proves it.
  public static String name(String text) {
    int dot = text.indexOf('.');
    if (!text.startsWith(PREFIX) || dot < 0) {
      return "";
    }
    try {
      return new String(
          Base64.getUrlDecoder().decode(text.substring(PREFIX.length(), dot)),
          StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notOurs) {
      return "";
    }
  }

  public static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }
}

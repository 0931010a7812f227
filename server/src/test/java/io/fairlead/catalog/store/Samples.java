package io.fairlead.catalog.store;

import io.fairlead.catalog.Change;
import io.fairlead.catalog.Commit;
import io.fairlead.catalog.RefusedAttempt;
import io.fairlead.catalog.Resolution;
import io.fairlead.model.CatalogObject;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.DefaultPrivilege;
import io.fairlead.model.Grant;
import io.fairlead.model.Header;
import io.fairlead.model.KeyPair;
import io.fairlead.model.Kind;
import io.fairlead.model.LinkText;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Privilege;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretFacts;
import io.fairlead.model.SecretLink;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Tag;
import io.fairlead.model.Token;
import io.fairlead.model.TokenPermission;
import io.fairlead.model.Touch;
import io.fairlead.model.ValueOverlap;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Objects and commits for the tests of the stores.
final class Samples {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  static final Touch TOUCH = new Touch(NOON, "ada");

  private Samples() {}

  static Header header(long id, String schema, String name) {
    return Header.first(new ObjectId(id), new Name(schema, name), new ObjectId(1), TOUCH);
  }

  /// A connection with every form of option value.
  static Connection full(long id, String name) {
    Options options =
        Options.of(
            Map.of(
                "host", new OptionValue.Text("db.example \"ü\" \n"),
                "port", new OptionValue.Num(5432),
                "ssl", new OptionValue.Flag(true),
                "password", new OptionValue.SecretUse(new ObjectId(7)),
                "tunnel", new OptionValue.ConnectionUse(new ObjectId(8)),
                "brokers",
                    new OptionValue.Items(
                        List.of(
                            new OptionValue.Text("b1:9092"),
                            OptionValue.Group.of(
                                Map.of(
                                    "address", new OptionValue.Text("b2:9092"),
                                    "tunnel",
                                        new OptionValue.ConnectionUse(new ObjectId(9))))))));
    return new Connection(
        header(id, "public", name).withComment("orders"),
        "postgres",
        options,
        List.of(new KeyPair("ssh-ed25519 AAAA fairlead", new MaterialRef("local", "k1"))),
        "materialize",
        Optional.of(
            new CredentialOverlap(
                Options.of(
                    Map.of(
                        "password",
                        new OptionValue.SecretUse(new ObjectId(10), Optional.of(2)))),
                Instant.parse("2026-11-26T00:15:00Z"),
                20)),
        Optional.empty());
  }

  static Connection link(long id, String name) {
    return connection(id, 1, name)
        .withLink(Optional.of(new LinkText("{\"database.port\": 5432}", Set.of("user"))));
  }

  static Connection connection(long id, int version, String host) {
    Header first = header(id, "public", "c" + id);
    Header header = new Header(
        first.id(), first.name(), first.owner(), "", version, first.created(), first.updated(),
        List.of(), first.tags());
    return new Connection(
        header,
        "postgres",
        Options.of(Map.of("host", new OptionValue.Text(host))),
        List.of(),
        "materialize");
  }

  /// A connection with grants and a fixed version of a secret.
  static Connection granted(long id, String name) {
    Header header =
        header(id, "public", name)
            .withGrants(
                List.of(
                    new Grant(Optional.empty(), new ObjectId(1), Set.of(Privilege.USAGE)),
                    new Grant(
                        Optional.of(new ObjectId(2)),
                        new ObjectId(1),
                        Set.of(Privilege.USAGE, Privilege.CREATE))));
    return connection(id, 1, "h")
        .withHeader(header)
        .withOptions(
            Options.of(
                Map.of("password", new OptionValue.SecretUse(new ObjectId(7), Optional.of(3)))));
  }

  static Secret linked(long id, String name) {
    return new Secret(
        header(id, "public", name),
        Secret.TEXT,
        List.of(new SecretVersion(1, new MaterialRef("u9", "apps/shop"), TOUCH)),
        Optional.of(new ObjectId(9)),
        Optional.of(new SecretLink("apps/shop", Optional.of(Duration.ofMinutes(10)))),
        new SecretFacts(
            Optional.of(Instant.parse("2027-01-01T00:00:00Z")),
            Optional.of("AES"),
            Optional.of(256)),
        Optional.of(new ValueOverlap(1, Instant.parse("2026-11-26T00:15:00Z"), 20)),
        Optional.of(new ObjectId(3)));
  }

  /// A tag that is itself marked with another one.
  static Tag tag(long id, String name) {
    return new Tag(
        header(id, "", name).withTags(new TreeMap<>(Map.of(new ObjectId(13), "x"))),
        List.of("prod", "test"));
  }

  static Token token(long id, String name) {
    return new Token(
        header(id, "", name),
        "00ff",
        Set.of(TokenPermission.CONNECTIONS_READ, TokenPermission.RESOLVE),
        Optional.of(Instant.parse("2027-01-01T00:00:00Z")));
  }

  static Secret secret(long id, String name) {
    return new Secret(
        header(id, "public", name),
        "text",
        List.of(
            new SecretVersion(1, new MaterialRef("local", "k2"), TOUCH),
            new SecretVersion(2, new MaterialRef("vault", "path#3"), TOUCH)));
  }

  static Role role(long id, String name) {
    return new Role(
        header(id, "", name),
        true,
        false,
        Optional.of("SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"),
        List.of(new ObjectId(2)));
  }

  static Schema schema(long id, String name) {
    return new Schema(header(id, "", name));
  }

  static DefaultPrivilege defaults(long id) {
    ObjectId role = new ObjectId(2);
    ObjectId schema = new ObjectId(3);
    Header header =
        header(id, "", DefaultPrivilege.name(Optional.of(role), Optional.of(schema), Kind.SECRET)
                .object())
            .withGrants(
                List.of(new Grant(Optional.empty(), new ObjectId(1), Set.of(Privilege.USAGE))));
    return new DefaultPrivilege(header, Optional.of(role), Optional.of(schema), Kind.SECRET);
  }

  static Commit put(long sequence, CatalogObject... objects) {
    return new Commit(
        sequence,
        TOUCH,
        "materialize",
        "ALTER CONNECTION \"c\" SET (PASSWORD = '***')",
        java.util.Arrays.stream(objects).<Change>map(Change.Put::new).toList());
  }

  static Commit drop(long sequence, CatalogObject object) {
    return new Commit(sequence, TOUCH, "", "DROP", List.of(Change.Drop.of(object)));
  }

  /// Of the same minute for every number.
  static Resolution told(int number, long times) {
    List<SecretUse> secrets =
        number % 2 == 0
            ? List.of()
            : List.of(
                new SecretUse(new ObjectId(8), Optional.of(2)),
                new SecretUse(new ObjectId(8), Optional.of(1)));
    return new Resolution(
        NOON.truncatedTo(ChronoUnit.MINUTES),
        "app" + number,
        new ObjectId(7),
        new Name("public", "shop"),
        secrets,
        times,
        number % 3);
  }

  static RefusedAttempt refused(int number) {
    return new RefusedAttempt(
        TOUCH, "DROP SECRET", "secret", "fairlead.public.s" + number, "2BP01", number % 3);
  }
}

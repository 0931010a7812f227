package io.fairlead.engine.duckdb;

import io.fairlead.catalog.AuditEvent;
import io.fairlead.catalog.Image;
import io.fairlead.engine.View;
import io.fairlead.model.Connection;
import io.fairlead.model.Header;
import io.fairlead.model.KeyPair;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Options;
import io.fairlead.model.Role;
import io.fairlead.model.Schema;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Catalogs for tests: `u1` the role admin, `u2` the schema public.
final class Images {
  static final ObjectId ADMIN = new ObjectId(1);
  static final Touch NOW = new Touch(Instant.parse("2026-11-25T12:00:00Z"), "admin");

  private Images() {}

  static Image empty() {
    return Image.EMPTY
        .with(role(1, "admin", true))
        .with(new Schema(Header.first(new ObjectId(2), Name.global("public"), ADMIN, NOW)));
  }

  static Role role(long id, String name, boolean superuser, ObjectId... groups) {
    return new Role(
        Header.first(new ObjectId(id), Name.global(name), ADMIN, NOW),
        true,
        superuser,
        Optional.empty(),
        List.of(groups));
  }

  static Secret secret(long id, String name) {
    return new Secret(
        Header.first(new ObjectId(id), new Name("public", name), ADMIN, NOW),
        "text",
        List.of(new SecretVersion(1, new MaterialRef("local", "k" + id), NOW)));
  }

  static Connection connection(long id, String name, String type, Options options) {
    return new Connection(
        Header.first(new ObjectId(id), new Name("public", name), ADMIN, NOW),
        type,
        options,
        List.of(),
        "materialize");
  }

  /// One of each: a secret, a database that uses it, a broker and a tunnel.
  static Image small() {
    return empty()
        .with(role(3, "reader", false, ADMIN))
        .with(secret(4, "shop_pw"))
        .with(
            connection(
                5,
                "shop",
                "postgres",
                Options.of(
                    Map.of(
                        "host", new OptionValue.Text("127.0.0.1"),
                        "password", new OptionValue.SecretUse(new ObjectId(4)),
                        "ssh_tunnel", new OptionValue.ConnectionUse(new ObjectId(7))))))
        .with(
            connection(
                6,
                "events",
                "kafka",
                Options.of(
                    Map.of(
                        "brokers",
                        new OptionValue.Items(
                            List.of(
                                new OptionValue.Text("k1:9092"),
                                new OptionValue.Text("k2:9092")))))))
        .with(
            connection(7, "bastion", "ssh-tunnel", Options.NONE)
                .withKeys(
                    List.of(
                        new KeyPair("ssh-ed25519 AAAA1 fairlead", new MaterialRef("local", "a")),
                        new KeyPair("ssh-ed25519 AAAA2 fairlead", new MaterialRef("local", "b")))));
  }

  /// With connections to AWS: by keys, and by a role that another account lends.
  static Image withCloud() {
    return small()
        .with(secret(8, "aws_key"))
        .with(
            connection(
                9,
                "by_key",
                "aws",
                Options.of(
                    Map.of(
                        "access_key_id", new OptionValue.Text("AKIA"),
                        "secret_access_key", new OptionValue.SecretUse(new ObjectId(8)),
                        "session_token", new OptionValue.SecretUse(new ObjectId(8)),
                        "region", new OptionValue.Text("eu-west-1")))))
        .with(
            connection(
                10,
                "by_role",
                "aws",
                Options.of(
                    Map.of(
                        "assume_role_arn", new OptionValue.Text("arn:aws:iam::1:role/r"),
                        "endpoint", new OptionValue.Text("http://localhost"),
                        "assume_role_session_name", new OptionValue.Text("s")))))
        .with(connection(11, "endpoint", "aws-privatelink", Options.NONE));
  }

  /// One change, one of the server's own, one refused statement.
  static List<AuditEvent> audit() {
    return List.of(
        event(2, "create", "connection", Map.of("id", "u5", "item", "shop"), "admin"),
        event(4, "drop", "connection", Map.of("id", "u5", "changed", List.of("HOST")), "admin"),
        event(6, "create", "role", Map.of("id", "u1"), null),
        event(7, "refused", "secret", Map.of("sqlstate", "42501", "missed", 3L), "reader"));
  }

  private static AuditEvent event(
      long id, String type, String kind, Map<String, Object> details, @Nullable String user) {
    return new AuditEvent(
        id,
        type,
        kind,
        new TreeMap<>(details),
        Optional.ofNullable(user),
        NOW.at().plusNanos(id * 1000));
  }

  static View view(Image image) {
    return new View(image, ADMIN, "public", Map.of("application_name", "psql"));
  }
}

package io.fairlead.engine.duckdb;

import static io.fairlead.engine.duckdb.Source.Field.number;
import static io.fairlead.engine.duckdb.Source.Field.text;

import io.fairlead.model.Connection;
import io.fairlead.model.OptionValue;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table function under `mz_aws_connections`: the options of connections to AWS by their keys.
/// Secrets are told by their ids.
final class AwsSources {
  private static final String TYPE = "aws";

  private AwsSources() {}

  static Source<Connection> connections(String catalogId) {
    return new Source<>(
        "fl_aws_connections",
        List.of(
            number("number", (row, scope) -> row.id().number()),
            text("endpoint", (row, scope) -> option(row, "endpoint")),
            text("region", (row, scope) -> option(row, "region")),
            text("access_key_id", (row, scope) -> option(row, "access_key_id")),
            text("access_key_id_secret", (row, scope) -> secret(row, "access_key_id")),
            text("secret_access_key_secret", (row, scope) -> secret(row, "secret_access_key")),
            text("session_token", (row, scope) -> option(row, "session_token")),
            text("session_token_secret", (row, scope) -> secret(row, "session_token")),
            text("assume_role_arn", (row, scope) -> option(row, "assume_role_arn")),
            text("role_session_name", (row, scope) -> option(row, "assume_role_session_name")),
            text("external_id", (row, scope) -> externalId(row, catalogId))),
        AwsSources::rows);
  }

  private static Iterator<Connection> rows(Scope scope) {
    return scope.view().image().objects().stream()
        .filter(Connection.class::isInstance)
        .map(Connection.class::cast)
        .filter(connection -> connection.type().equals(TYPE))
        .iterator();
  }

  private static @Nullable String option(Connection row, String key) {
    return row.options().text(key).orElse(null);
  }

  private static @Nullable String secret(Connection row, String key) {
    return row.options().get(key).orElse(null) instanceof OptionValue.SecretUse use
        ? use.secret().toString()
        : null;
  }

  /// What a role to assume must ask for; another catalog, or another connection, has another one.
  private static @Nullable String externalId(Connection row, String catalogId) {
    return row.options().has("assume_role_arn") ? "mz_" + catalogId + "_" + row.id() : null;
  }
}

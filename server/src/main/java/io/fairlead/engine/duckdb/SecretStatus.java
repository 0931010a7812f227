package io.fairlead.engine.duckdb;

import static io.fairlead.engine.duckdb.Source.Field.text;

import io.fairlead.catalog.Image;
import io.fairlead.catalog.OverlapState;
import io.fairlead.engine.SecretUsage.Use;
import io.fairlead.model.Connection;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which secrets connections use, and which version of each they last signed in with.
final class SecretStatus {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// One use of a secret by an option of a connection.
  ///
  /// @param last empty when it was not used since the start
  private record Row(
      Connection connection, String option, SecretUse use, Secret secret, Optional<Use> last) {}

  private SecretStatus() {}

  static Source<?> source() {
    return new Source<Row>(
        "fl_connection_secrets",
        List.of(
            text("connection_id", (row, scope) -> row.connection().id().toString()),
            text("connection", (row, scope) -> row.connection().name().object()),
            text("option", (row, scope) -> row.option()),
            text("secret_id", (row, scope) -> row.secret().id().toString()),
            text("secret", (row, scope) -> row.secret().name().object()),
            number("pinned_version", row -> row.use().version().orElse(null)),
            number("current_version", row -> row.secret().current().number()),
            number("last_version", row -> row.last().map(Use::version).orElse(null)),
            text("last_at", (row, scope) -> row.last().map(use -> at(use.at())).orElse(null)),
            text("last_by", (row, scope) -> row.last().map(Use::by).orElse(null))),
        scope ->
            scope.view().image().objects().stream()
                .filter(Connection.class::isInstance)
                .flatMap(object -> rows((Connection) object, scope).stream())
                .iterator());
  }

  /// As a text, which can be missing: the view makes a number of it.
  private static Source.Field<Row> number(String name, Function<Row, @Nullable Integer> value) {
    return text(
        name,
        (row, scope) -> {
          Integer number = value.apply(row);
          return number == null ? null : number.toString();
        });
  }

  /// One line for people: `shop_pw 3 of 3 (2026-11-25 12:03:11)`; empty when it uses none.
  static String line(Connection connection, Scope scope) {
    if (!usesSecrets(connection.options())) {
      return "";
    }
    StringBuilder line = new StringBuilder();
    for (Row row : rows(connection, scope)) {
      line.append(line.isEmpty() ? "" : ", ").append(row.secret().name().object()).append(' ');
      if (row.last().isEmpty()) {
        line.append("not since start");
      } else {
        Use last = row.last().get();
        line.append(last.version()).append(" of ").append(row.secret().current().number());
        line.append(" (").append(at(last.at())).append(')');
      }
      row.use().version().ifPresent(pinned -> line.append(", pinned to ").append(pinned));
    }
    return line.append(overlap(connection, scope)).toString();
  }

  /// Until when the earlier sign-in serves too, and how the new one has fared.
  private static String overlap(Connection connection, Scope scope) {
    return OverlapState.of(connection, scope.view().image()::secret, scope.secrets().counts())
        .map(
            state ->
                ", overlap with the earlier one until %s (%d of %d proofs, %d refusals)"
                    .formatted(
                        at(state.until()), state.proofs(), state.wanted(), state.refusals()))
        .orElse("");
  }

  private static String at(Instant instant) {
    return TIME.format(instant);
  }

  /// Asked for each of many rows, most of which have none.
  private static boolean usesSecrets(Options options) {
    for (OptionValue value : options.values().values()) {
      switch (value) {
        case SecretUse _, OptionValue.Items _, OptionValue.Group _ -> {
          return true;
        }
        case OptionValue.Text _,
            OptionValue.Num _,
            OptionValue.Flag _,
            OptionValue.ConnectionUse _ -> {}
      }
    }
    return false;
  }

  private static List<Row> rows(Connection connection, Scope scope) {
    Image image = scope.view().image();
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, OptionValue> option : connection.options().values().entrySet()) {
      uses(
          option.getKey(),
          option.getValue(),
          (key, use) ->
              image
                  .secret(use.secret())
                  .ifPresent(secret -> rows.add(row(connection, key, use, secret, scope))));
    }
    return rows;
  }

  private static Row row(
      Connection connection, String option, SecretUse use, Secret secret, Scope scope) {
    ObjectId id = connection.id();
    return new Row(connection, option, use, secret, scope.secrets().last(id, secret.id()));
  }

  private static void uses(String option, OptionValue value, BiConsumer<String, SecretUse> found) {
    switch (value) {
      case OptionValue.Text _,
          OptionValue.Num _,
          OptionValue.Flag _,
          OptionValue.ConnectionUse _ -> {}
      case SecretUse use -> found.accept(option, use);
      case OptionValue.Items items -> items.values().forEach(item -> uses(option, item, found));
      case OptionValue.Group group ->
          group.parts().values().forEach(part -> uses(option, part, found));
    }
  }
}

package io.fairlead.engine.duckdb;

import static io.fairlead.engine.duckdb.Source.Field.number;
import static io.fairlead.engine.duckdb.Source.Field.text;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How far the statements are that read external tables now. Superusers see all of them, others
/// those of their own roles.
final class Progress {
  private Progress() {}

  static Source<Scope> source(Scopes running) {
    return new Source<>(
        "fl_progress",
        List.of(
            number("id", (row, scope) -> row.process()),
            text("role", (row, scope) -> role(row)),
            text("tables", (row, scope) -> tables(row)),
            number(
                "bytes_read",
                (row, scope) -> sum(row, read -> read.fetched().get())),
            number("bytes_total", (row, scope) -> sum(row, read -> read.total().get()))),
        scope ->
            running.all().stream()
                .filter(row -> !row.external().reads().isEmpty())
                .filter(row -> isSeen(row, scope))
                .sorted(Comparator.comparingLong(Scope::number))
                .iterator());
  }

  private static boolean isSeen(Scope row, Scope scope) {
    return scope.access().isSuperuser() || scope.access().isMember(row.view().role());
  }

  private static @Nullable String role(Scope row) {
    return Sources.role(row).map(role -> role.name().object()).orElse(null);
  }

  private static String tables(Scope row) {
    return row.external().reads().stream()
        .map(ExternalRead::what)
        .collect(Collectors.joining(", "));
  }

  /// A number of bytes of one table.
  private interface Bytes {
    long of(ExternalRead read);
  }

  private static long sum(Scope row, Bytes bytes) {
    return row.external().reads().stream().mapToLong(bytes::of).sum();
  }
}

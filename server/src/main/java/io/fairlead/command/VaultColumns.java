package io.fairlead.command;

import io.fairlead.secret.VaultStatus;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The columns that tell how reading from a vault goes: status, which is no part of a version.
final class VaultColumns {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("last_read_at", ColumnType.TIMESTAMPTZ),
          new Column("stale_since", ColumnType.TIMESTAMPTZ),
          new Column("stale_age_seconds", ColumnType.INT8),
          new Column("last_failure_at", ColumnType.TIMESTAMPTZ),
          Column.text("last_failure"));

  private VaultColumns() {}

  /// The columns behind others.
  static List<Column> after(Column... first) {
    return Stream.concat(Arrays.stream(first), COLUMNS.stream()).toList();
  }

  /// The values behind others.
  static @Nullable Object[] after(@Nullable Object[] first, VaultStatus status) {
    @Nullable Object[] all = Arrays.copyOf(first, first.length + COLUMNS.size());
    int next = first.length;
    all[next++] = status.lastRead().orElse(null);
    all[next++] = status.staleSince().orElse(null);
    all[next++] = status.staleAge().map(Duration::toSeconds).orElse(null);
    all[next++] = status.lastFailure().map(VaultStatus.Failure::at).orElse(null);
    all[next] = status.lastFailure().map(VaultStatus.Failure::cause).orElse(null);
    return all;
  }
}

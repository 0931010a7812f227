package io.fairlead.command;

import io.fairlead.catalog.Image;
import io.fairlead.catalog.OverlapState;
import io.fairlead.catalog.SignInCounts;
import io.fairlead.model.Connection;
import io.fairlead.sql.Column;
import io.fairlead.sql.ColumnType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How the overlap of a connection stands, behind its other columns.
final class OverlapColumns {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("overlap_until", ColumnType.TIMESTAMPTZ),
          new Column("overlap_proofs", ColumnType.INT8),
          new Column("overlap_proofs_wanted", ColumnType.INT4),
          new Column("overlap_refusals", ColumnType.INT8));

  private OverlapColumns() {}

  static List<Column> after(Column... columns) {
    return Stream.concat(Arrays.stream(columns), COLUMNS.stream()).toList();
  }

  static @Nullable Object[] after(
      @Nullable Object[] row, Image image, Connection connection, SignInCounts counts) {
    Optional<OverlapState> state = OverlapState.of(connection, image::secret, counts);
    @Nullable Object[] longer = Arrays.copyOf(row, row.length + COLUMNS.size());
    longer[row.length] = state.map(OverlapState::until).orElse(null);
    longer[row.length + 1] = state.map(OverlapState::proofs).orElse(null);
    longer[row.length + 2] = state.map(OverlapState::wanted).orElse(null);
    longer[row.length + 3] = state.map(OverlapState::refusals).orElse(null);
    return longer;
  }
}

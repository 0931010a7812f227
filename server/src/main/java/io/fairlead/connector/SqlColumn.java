package io.fairlead.connector;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// A column of a query on a connection's database.
///
/// @param precision of [Kind#DECIMAL]: digits, at most [#MOST_DIGITS]; otherwise 0
/// @param scale of [Kind#DECIMAL]: digits behind the point; otherwise 0
public record SqlColumn(String name, Kind kind, int precision, int scale) {
  /// Decimals with more digits, or with any number of them, come as [Kind#TEXT]: exact.
  public static final int MOST_DIGITS = 38;

  /// What the values of a column are. A database's other types come as texts in its own spelling.
  public enum Kind {
    BOOL(Boolean.class),
    INT2(Short.class),
    INT4(Integer.class),
    INT8(Long.class),
    FLOAT4(Float.class),
    FLOAT8(Double.class),
    DECIMAL(BigDecimal.class),
    DATE(LocalDate.class),
    TIMESTAMP(LocalDateTime.class),
    TIMESTAMPTZ(OffsetDateTime.class),
    TEXT(String.class);

    private final Class<?> form;

    Kind(Class<?> form) {
      this.form = form;
    }
  }

  public static SqlColumn of(String name, Kind kind) {
    return new SqlColumn(name, kind, 0, 0);
  }

  /// A decimal where its digits are known and few enough, else a text.
  public static SqlColumn decimal(String name, int precision, int scale) {
    return precision >= 1 && precision <= MOST_DIGITS && scale >= 0 && scale <= precision
        ? new SqlColumn(name, Kind.DECIMAL, precision, scale)
        : of(name, Kind.TEXT);
  }

  /// The value of this column in the present row, for drivers that follow JDBC 4.2.
  public @Nullable Object read(ResultSet row, int index) throws SQLException {
    return switch (kind) {
      case TEXT -> row.getString(index);
      case DECIMAL -> row.getBigDecimal(index);
      default -> row.getObject(index, kind.form);
    };
  }
}

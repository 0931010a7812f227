package io.fairlead.engine.duckdb;

import io.fairlead.sql.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Values on their way to DuckDB and back. The Java forms are those of [ColumnType].
final class Values {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Values() {}

  static void set(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
      case List<?> list ->
          statement.setArray(
              index,
              statement.getConnection().createArrayOf(elementType(list), list.toArray()));
      default -> statement.setObject(index, value);
    }
  }

  private static String elementType(List<?> list) {
    Object first = firstOf(list);
    return switch (first) {
      case Boolean _ -> "BOOLEAN";
      case Short _ -> "SMALLINT";
      case Integer _ -> "INTEGER";
      case Long _ -> "BIGINT";
      case Float _, Double _ -> "DOUBLE";
      default -> "VARCHAR";
    };
  }

  private static Object firstOf(List<?> list) {
    for (Object element : list) {
      if (element != null) {
        return element;
      }
    }
    return "";
  }

  static @Nullable Object get(ResultSet row, int index, ColumnType type) throws SQLException {
    return switch (type) {
      case BYTEA -> row.getBytes(index);
      case TEXT -> text(row, index);
      default -> converted(row.getObject(index), type);
    };
  }

  private static @Nullable String text(ResultSet row, int index) throws SQLException {
    Object value = row.getObject(index);
    return value == null ? null : value.toString();
  }

  private static @Nullable Object converted(@Nullable Object value, ColumnType type)
      throws SQLException {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case INT2 -> ((Number) value).shortValue();
      case INT4 -> ((Number) value).intValue();
      case INT8, OID -> ((Number) value).longValue();
      case NUMERIC -> value instanceof BigInteger whole ? new BigDecimal(whole) : value;
      case TIME -> value instanceof LocalTime time ? time : LocalTime.parse(value.toString());
      case DATE -> value instanceof LocalDate date ? date : LocalDate.parse(value.toString());
      case TIMESTAMP -> dateTime(value);
      case TIMESTAMPTZ -> ((OffsetDateTime) value).toInstant();
      case JSON -> json(value);
      case BOOL_ARRAY, INT2_ARRAY, INT4_ARRAY, INT8_ARRAY, OID_ARRAY -> list(value, false);
      case FLOAT8_ARRAY -> doubles(value);
      case TEXT_ARRAY, ACL_ITEM_ARRAY -> list(value, true);
      case BOOL, FLOAT4, FLOAT8 -> value;
      default -> value.toString();
    };
  }

  private static LocalDateTime dateTime(Object value) {
    return switch (value) {
      case LocalDateTime time -> time;
      case Timestamp time -> time.toLocalDateTime();
      default -> LocalDateTime.parse(value.toString().replace(' ', 'T'));
    };
  }

  private static List<@Nullable Object> list(Object value, boolean asText) throws SQLException {
    List<@Nullable Object> found = new ArrayList<>();
    for (Object element : (Object[]) ((Array) value).getArray()) {
      boolean print = asText && element != null;
      found.add(print ? printed(element) : element);
    }
    return found;
  }

  private static List<@Nullable Object> doubles(Object value) throws SQLException {
    List<@Nullable Object> found = new ArrayList<>();
    for (Object element : (Object[]) ((Array) value).getArray()) {
      found.add(element == null ? null : ((Number) element).doubleValue());
    }
    return found;
  }

  private static String printed(Object element) throws SQLException {
    return element instanceof Array || element instanceof Struct || element instanceof Map
        ? json(element)
        : element.toString();
  }

  private static String json(Object value) throws SQLException {
    return value instanceof Struct || value instanceof Map || value instanceof Array
        ? JSON.writeValueAsString(plain(value))
        : value.toString();
  }

  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case Array array -> plainList((Object[]) array.getArray());
      case DuckDBStruct struct -> plain(struct.getMap());
      case Map<?, ?> map -> plainMap(map);
      case Number number -> number;
      case Boolean flag -> flag;
      default -> value.toString();
    };
  }

  private static List<@Nullable Object> plainList(@Nullable Object[] elements)
      throws SQLException {
    List<@Nullable Object> found = new ArrayList<>();
    for (Object element : elements) {
      found.add(plain(element));
    }
    return found;
  }

  private static Map<String, @Nullable Object> plainMap(Map<?, ?> map) throws SQLException {
    Map<String, @Nullable Object> found = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      found.put(String.valueOf(entry.getKey()), plain(entry.getValue()));
    }
    return found;
  }
}

package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Refusal;
import io.fairlead.sql.ColumnType;
import io.fairlead.wire.ValueText;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both formats of every type, against what a real PostgreSQL prints and sends for the same value.
class FormatTest {
  /// @param sql the value as PostgreSQL's SQL
  /// @param send PostgreSQL's function that gives the binary form; empty where we have none
  private record Sample(ColumnType type, Object value, String sql, String send) {}

  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(ColumnType.BOOL, true, "true", "boolsend"),
          new Sample(ColumnType.BOOL, false, "false", "boolsend"),
          new Sample(ColumnType.INT2, Short.MIN_VALUE, "'-32768'::int2", "int2send"),
          new Sample(ColumnType.INT4, Integer.MAX_VALUE, "2147483647", "int4send"),
          new Sample(ColumnType.INT8, Long.MIN_VALUE, "'-9223372036854775808'::int8", "int8send"),
          new Sample(ColumnType.OID, 4294967295L, "'4294967295'::oid", "oidsend"),
          new Sample(ColumnType.TEXT, "grün 😀", "'grün 😀'::text", "textsend"),
          new Sample(ColumnType.VARCHAR, "", "''::varchar", "varcharsend"),
          new Sample(ColumnType.NAME, "n", "'n'::name", "namesend"),
          new Sample(ColumnType.CHAR, "c", "'c'::\"char\"", "charsend"),
          new Sample(ColumnType.UNKNOWN, "u", "'u'::text", "textsend"),
          new Sample(ColumnType.JSON, "{\"a\": 1}", "'{\"a\": 1}'::json", "json_send"),
          new Sample(ColumnType.JSONB, "{\"a\": 1}", "'{\"a\":1}'::jsonb", "jsonb_send"),
          new Sample(ColumnType.INTERVAL, "1 day 02:00:00", "'1 day 2 hours'::interval", ""),
          new Sample(ColumnType.REGTYPE, "integer", "'int4'::regtype", ""),
          new Sample(
              ColumnType.UUID,
              "8c7a2b1e-0000-4000-8000-00000000abcd",
              "'8C7A2B1E-0000-4000-8000-00000000ABCD'::uuid",
              "uuid_send"),
          new Sample(ColumnType.BYTEA, new byte[] {0, 92, -1}, "'\\x005cff'::bytea", "byteasend"),
          new Sample(ColumnType.BYTEA, new byte[0], "''::bytea", "byteasend"),
          numeric("0"),
          numeric("0.000"),
          numeric("1"),
          numeric("-12345678.000100"),
          numeric("10000"),
          numeric("0.0001"),
          numeric("0.00000001"),
          numeric("99999999999999999999999999999999999999"),
          numeric("-1000000000000.5"),
          date("2026-11-25"),
          date("0001-01-01"),
          date("1999-12-31"),
          new Sample(
              ColumnType.DATE, LocalDate.of(-43, 3, 15), "'0044-03-15 BC'::date", "date_send"),
          new Sample(
              ColumnType.DATE, LocalDate.of(12345, 1, 2), "'12345-01-02'::date", "date_send"),
          new Sample(ColumnType.DATE, LocalDate.MAX, "'infinity'::date", "date_send"),
          new Sample(ColumnType.DATE, LocalDate.MIN, "'-infinity'::date", "date_send"),
          time("00:00:00"),
          time("23:59:59.999999"),
          time("04:05:06.5"),
          timestamp("2026-11-25 16:00:00.123456"),
          timestamp("1970-01-01 00:00:00"),
          timestamp("1999-12-31 23:59:59.9"),
          new Sample(
              ColumnType.TIMESTAMP, LocalDateTime.MAX, "'infinity'::timestamp", "timestamp_send"),
          new Sample(
              ColumnType.TIMESTAMP, LocalDateTime.MIN, "'-infinity'::timestamp", "timestamp_send"),
          new Sample(
              ColumnType.TIMESTAMPTZ,
              Instant.parse("2026-11-25T16:00:00.123456Z"),
              "'2026-11-25 17:00:00.123456+01'::timestamptz",
              "timestamptz_send"),
          new Sample(
              ColumnType.TIMESTAMPTZ,
              Instant.parse("-0043-03-15T12:00:00Z"),
              "'0044-03-15 12:00:00+00 BC'::timestamptz",
              "timestamptz_send"),
          new Sample(
              ColumnType.TIMESTAMPTZ, Instant.MAX, "'infinity'::timestamptz", "timestamptz_send"),
          new Sample(
              ColumnType.TIMESTAMPTZ, Instant.MIN, "'-infinity'::timestamptz", "timestamptz_send"),
          new Sample(ColumnType.BOOL_ARRAY, List.of(true, false), "'{t,f}'::bool[]", "array_send"),
          new Sample(ColumnType.INT2_ARRAY, List.of((short) 7), "'{7}'::int2[]", "array_send"),
          new Sample(
              ColumnType.INT4_ARRAY, Arrays.asList(1, null), "'{1,NULL}'::int4[]", "array_send"),
          new Sample(ColumnType.INT4_ARRAY, List.of(), "'{}'::int4[]", "array_send"),
          new Sample(ColumnType.INT8_ARRAY, List.of(-1L), "'{-1}'::int8[]", "array_send"),
          new Sample(ColumnType.OID_ARRAY, List.of(26L), "'{26}'::oid[]", "array_send"),
          new Sample(
              ColumnType.FLOAT8_ARRAY,
              List.of(1.5, 1e300),
              "'{1.5,1e300}'::float8[]",
              "array_send"),
          new Sample(
              ColumnType.TEXT_ARRAY,
              Arrays.asList("a b", "", null, "null", "\"\\", "{,}", "\t", "plain"),
              "ARRAY['a b','',NULL,'null','\"\\','{,}',E'\\t','plain']",
              "array_send"),
          new Sample(
              ColumnType.ACL_ITEM_ARRAY,
              List.of("postgres=r/postgres"),
              "'{postgres=r/postgres}'::aclitem[]",
              ""));

  private static Sample numeric(String text) {
    return new Sample(
        ColumnType.NUMERIC, new BigDecimal(text), "'" + text + "'::numeric", "numeric_send");
  }

  private static Sample date(String text) {
    return new Sample(ColumnType.DATE, LocalDate.parse(text), "'" + text + "'::date", "date_send");
  }

  private static Sample time(String text) {
    return new Sample(ColumnType.TIME, LocalTime.parse(text), "'" + text + "'::time", "time_send");
  }

  private static Sample timestamp(String text) {
    return new Sample(
        ColumnType.TIMESTAMP,
        LocalDateTime.parse(text.replace(' ', 'T')),
        "'" + text + "'::timestamp",
        "timestamp_send");
  }

  private static byte[] written(ColumnType type, Object value, boolean binary) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    MessageWriter out = new MessageWriter(bytes::write);
    out.begin((byte) 'x');
    if (binary) {
      BinaryFormat.write(out, type, value);
    } else {
      out.putText(ValueText.of(type, value));
    }
    out.end();
    try {
      out.flush();
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return Arrays.copyOfRange(bytes.toByteArray(), 5, bytes.size());
  }

  private static void check(Statement statement, Sample sample) throws Exception {
    boolean binary = !sample.send().isEmpty();
    String sent = binary ? sample.send() + "(" + sample.sql() + ")" : "''::bytea";
    try (ResultSet row =
        statement.executeQuery("SELECT (" + sample.sql() + ")::text, encode(" + sent + ",'hex')")) {
      row.next();
      String text =
          sample.type() == ColumnType.BOOL ? row.getString(1).substring(0, 1) : row.getString(1);
      byte[] ours = written(sample.type(), sample.value(), false);
      assertEquals(text, new String(ours, StandardCharsets.UTF_8), sample.sql());
      same(sample.value(), ValueText.read(sample.type(), text));
      if (binary) {
        byte[] bytes = written(sample.type(), sample.value(), true);
        assertEquals(row.getString(2), HexFormat.of().formatHex(bytes), sample.sql());
        same(sample.value(), BinaryFormat.read(sample.type(), ByteBuffer.wrap(bytes)));
      } else {
        assertThrows(Refusal.class, () -> BinaryFormat.read(sample.type(), ByteBuffer.allocate(4)));
        assertThrows(Refusal.class, () -> written(sample.type(), sample.value(), true));
      }
    }
  }

  private static void same(Object expected, Object actual) {
    if (expected instanceof byte[] bytes) {
      assertArrayEquals(bytes, (byte[]) actual);
    } else {
      assertEquals(expected, actual);
    }
  }

  @Test
  void asPostgres() throws Exception {
    Set<ColumnType> seen = EnumSet.of(ColumnType.FLOAT4, ColumnType.FLOAT8);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (Sample sample : SAMPLES) {
        check(statement, sample);
        seen.add(sample.type());
      }
      long seed = 20261125;
      Random random = new Random(seed);
      for (int i = 0; i < 2000; i++) {
        double value = i < EDGES.length ? EDGES[i] : number(random);
        check(
            statement,
            new Sample(ColumnType.FLOAT8, value, "'" + value + "'::float8", "float8send"));
        float small = (float) value;
        check(
            statement,
            new Sample(ColumnType.FLOAT4, small, "'" + small + "'::float4", "float4send"));
      }
    }
    assertEquals(EnumSet.allOf(ColumnType.class), seen);
  }

  private static final double[] EDGES = {
    0,
    -0.0,
    1,
    -1,
    1e14,
    1e15,
    123456789012345.0,
    1e16,
    1e5,
    1e6,
    1234567,
    1e-4,
    1e-5,
    0.1,
    0.3,
    1e10,
    3.4e38,
    1.2e-38,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  /// Of moderate size, so that it is also a float.
  private static double number(Random random) {
    return random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30));
  }

  @ParameterizedTest
  @CsvSource({
    "BOOL,maybe",
    "INT2,32768",
    "INT4,2147483648",
    "INT4,''",
    "INT4,1.5",
    "INT4,٣",
    "INT8,x",
    "OID,-1",
    "FLOAT8,0x1p3",
    "FLOAT8,1d",
    "NUMERIC,1e131073",
    "NUMERIC,1e-16384",
    "NUMERIC,1e999999999",
    "NUMERIC,NaN",
    "UUID,1-1-1-1-1",
    "DATE,2026-02-30",
    "DATE,yesterday",
    "TIME,25:00:00",
    "TIMESTAMP,2026-11-25 16",
    "TIMESTAMPTZ,x",
    "BYTEA,\\x0",
    "BYTEA,\\9",
    "INT4_ARRAY,'{1,2'",
    "INT4_ARRAY,'{1,}'",
    "INT4_ARRAY,'{{1}}'",
    "INT4_ARRAY,'{1}x'",
    "INT4_ARRAY,'{a}'",
    "TEXT_ARRAY,'{\"a}'",
    "TEXT_ARRAY,'}'"
  })
  void notAValue(ColumnType type, String text) {
    RuntimeException wrong =
        assertThrows(RuntimeException.class, () -> ValueText.read(type, text));
    assertEquals(true, ValueText.isInvalid(wrong), wrong.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "INT4,000000",
    "NUMERIC,0001000000000000",
    "NUMERIC,000100000000000027ff00",
    "NUMERIC,00010000000000002710",
    "INT4_ARRAY,00000002000000000000001700000000",
    "INT4_ARRAY,0000000100000000000000170000000100000001ffffff00",
    "INT4_ARRAY,000000010000000000000017000000010000000100ffffff",
    "UUID,00",
    "JSONB,02",
    "TIME,7fffffffffffffff"
  })
  void notBinary(ColumnType type, String hex) {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    RuntimeException wrong =
        assertThrows(RuntimeException.class, () -> BinaryFormat.read(type, bytes));
    assertEquals(true, ValueText.isInvalid(wrong), wrong.toString());
  }
}

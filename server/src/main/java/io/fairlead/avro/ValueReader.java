package io.fairlead.avro;

import io.fairlead.base.Limits;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values as their schema says. Logical types become texts that the engine reads as their type: decimals
/// with all their digits, dates, times, moments in UTC. Bytes become hexadecimal digits.
final class ValueReader {
  private static final HexFormat HEX = HexFormat.of();

  private final BinaryInput in;

  ValueReader(BinaryInput in) {
    this.in = in;
  }

  AvroValue read(AvroType type) throws IOException, MalformedAvro {
    in.begin();
    return value(type, 0);
  }

  private AvroValue value(AvroType type, int depth) throws IOException, MalformedAvro {
    if (depth > Limits.AVRO_DEPTH) {
      throw new MalformedAvro("the record is nested deeper than " + Limits.AVRO_DEPTH);
    }
    return switch (type) {
      case AvroType.Primitive primitive -> primitive(primitive);
      case AvroType.Fields fields -> {
        List<AvroValue> values = new ArrayList<>();
        for (AvroType.Field field : fields.fields()) {
          values.add(value(field.type(), depth + 1));
        }
        yield new AvroValue.Row(fields, values);
      }
      case AvroType.Symbols symbols ->
          new AvroValue.Text(symbols.symbols().get(index(symbols.symbols().size())));
      case AvroType.Fixed fixed ->
          bytes(in.bytes(fixed.bytes()), fixed.logical(), fixed.scale());
      case AvroType.Items items -> items(items, depth);
      case AvroType.Entries entries -> entries(entries, depth);
      case AvroType.Union union -> {
        int branch = index(union.branches().size());
        yield new AvroValue.Chosen(
            union, branch, value(union.branches().get(branch), depth + 1));
      }
    };
  }

  private int index(int size) throws IOException, MalformedAvro {
    long index = in.number();
    if (index < 0 || index >= size) {
      throw new MalformedAvro("a union or an enum has no place " + index);
    }
    return (int) index;
  }

  private AvroValue items(AvroType.Items type, int depth) throws IOException, MalformedAvro {
    List<AvroValue> items = new ArrayList<>();
    for (long count = in.block(); count > 0; count = in.block()) {
      for (long i = 0; i < count; i++) {
        in.take(1);
        items.add(value(type.item(), depth + 1));
      }
    }
    return new AvroValue.Items(items);
  }

  private AvroValue entries(AvroType.Entries type, int depth) throws IOException, MalformedAvro {
    Map<String, AvroValue> entries = new LinkedHashMap<>();
    for (long count = in.block(); count > 0; count = in.block()) {
      for (long i = 0; i < count; i++) {
        String key = new String(in.bytes(), StandardCharsets.UTF_8);
        entries.put(key, value(type.value(), depth + 1));
      }
    }
    return new AvroValue.Entries(entries);
  }

  private AvroValue primitive(AvroType.Primitive type) throws IOException, MalformedAvro {
    return switch (type.kind()) {
      case NULL -> {
        in.take(16);
        yield new AvroValue.Plain(null);
      }
      case BOOLEAN -> new AvroValue.Plain(in.flag());
      case INT -> number(in.integer(), type.logical());
      case LONG -> number(in.number(), type.logical());
      case FLOAT -> real(Float.intBitsToFloat((int) in.fixedNumber(4)));
      case DOUBLE -> real(Double.longBitsToDouble(in.fixedNumber(8)));
      case BYTES -> bytes(in.bytes(), type.logical(), type.scale());
      case STRING -> new AvroValue.Text(new String(in.bytes(), StandardCharsets.UTF_8));
    };
  }

  /// JSON has no number for them.
  private static AvroValue real(Number value) {
    return Double.isFinite(value.doubleValue())
        ? new AvroValue.Plain(value)
        : new AvroValue.Text(value.toString());
  }

  private static AvroValue number(long value, String logical) throws MalformedAvro {
    try {
      return switch (logical) {
        case "date" -> new AvroValue.Text(LocalDate.ofEpochDay(value).toString());
        case "time-millis" -> time(value, ChronoUnit.MILLIS);
        case "time-micros" -> time(value, ChronoUnit.MICROS);
        case "timestamp-millis" -> moment(value, ChronoUnit.MILLIS, "Z");
        case "timestamp-micros" -> moment(value, ChronoUnit.MICROS, "Z");
        case "timestamp-nanos" -> moment(value, ChronoUnit.NANOS, "Z");
        case "local-timestamp-millis" -> moment(value, ChronoUnit.MILLIS, "");
        case "local-timestamp-micros" -> moment(value, ChronoUnit.MICROS, "");
        case "local-timestamp-nanos" -> moment(value, ChronoUnit.NANOS, "");
        default -> new AvroValue.Plain(value);
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedAvro("a value of type " + logical + " is out of range");
    }
  }

  private static AvroValue time(long value, ChronoUnit unit) {
    return new AvroValue.Text(
        LocalTime.ofNanoOfDay(Math.multiplyExact(value, unit.getDuration().toNanos())).toString());
  }

  private static AvroValue moment(long value, ChronoUnit unit, String zone) {
    return new AvroValue.Text(
        Instant.EPOCH.plus(value, unit).atOffset(ZoneOffset.UTC).toLocalDateTime() + zone);
  }

  private AvroValue bytes(byte[] bytes, String logical, int scale) throws MalformedAvro {
    if (logical.equals("decimal")) {
      if (bytes.length == 0 || bytes.length > Limits.AVRO_DECIMAL) {
        throw new MalformedAvro(
            "a decimal has no bytes, or more than " + Limits.AVRO_DECIMAL);
      }
      return AvroValue.Text.of(new BigDecimal(new BigInteger(bytes), scale));
    }
    in.take(bytes.length);
    String digits = HEX.formatHex(bytes);
    return new AvroValue.Text(
        logical.equals("uuid") && bytes.length == 16
            ? digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")
            : digits);
  }
}

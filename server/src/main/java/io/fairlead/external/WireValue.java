package io.fairlead.external;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How values of one of the engine's types stand in JSON, as SingleStore's services expect them:
/// numbers with all their digits, booleans as 1 and 0, JSON as a text, bytes in hexadecimal digits,
/// times as texts.
interface WireValue {
  /// The type in messages.
  String word();

  /// @param text as the engine writes a value; null for NULL
  /// @throws IllegalArgumentException when JSON has no such value
  String json(@Nullable String text);

  /// The value of an answer as the engine reads it.
  ///
  /// @param value not null
  /// @throws IllegalArgumentException when it is of another type, or out of range
  String text(JsonNode value);

  /// No type of the engine has more, in front of the point or behind it.
  int MOST_DIGITS = 400;

  Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+), ?(\\d+)\\)");

  /// The bits of a whole number; negative for unsigned ones.
  Map<String, Integer> WHOLE =
      Map.of(
          "TINYINT", 8, "SMALLINT", 16, "INTEGER", 32, "BIGINT", 64, "UTINYINT", -8, "USMALLINT",
          -16, "UINTEGER", -32, "UBIGINT", -64);

  /// @param type in the engine's spelling
  static WireValue of(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    if (decimal.matches()) {
      return new Decimal(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Integer bits = WHOLE.get(type);
    if (bits != null) {
      return new Whole(type, bits);
    }
    return switch (type) {
      case "BOOLEAN" -> new Flag();
      case "FLOAT", "DOUBLE" -> new Floating(type);
      case "VARCHAR" -> new Characters();
      case "JSON" -> new Document();
      case "BLOB" -> new Bytes();
      case "DATE" -> new Moment(type, text -> LocalDate.parse(text).toString());
      case "TIME" -> new Moment(type, text -> LocalTime.parse(text).toString());
      case "TIMESTAMP" ->
          new Moment(type, text -> LocalDateTime.parse(text.replace(' ', 'T')).toString());
      default -> throw new IllegalArgumentException("no type of a function: " + type);
    };
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }

  /// Numbers may come as texts of them: many languages' JSON keeps no more than 17 digits otherwise.
  private static BigDecimal number(JsonNode value) {
    if (!value.isNumber() && !(value.isString() && value.stringValue().length() <= MOST_DIGITS)) {
      throw new IllegalArgumentException("not a number");
    }
    BigDecimal number =
        value.isNumber() ? value.decimalValue() : new BigDecimal(value.stringValue());
    // A few letters can stand for a number that takes minutes to write.
    if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw new IllegalArgumentException("too many digits");
    }
    return number;
  }

  /// As text, which it must be.
  private static String string(JsonNode value) {
    if (!value.isString()) {
      throw new IllegalArgumentException("not a text");
    }
    return value.stringValue();
  }

  record Flag() implements WireValue {
    @Override
    public String word() {
      return "BOOLEAN";
    }

    @Override
    public String json(@Nullable String text) {
      return text == null ? "null" : text.equals("true") ? "1" : "0";
    }

    @Override
    public String text(JsonNode value) {
      if (value.isBoolean()) {
        return value.booleanValue() ? "true" : "false";
      }
      return switch (number(value).intValueExact()) {
        case 0 -> "false";
        case 1 -> "true";
        default -> throw new IllegalArgumentException("not a flag");
      };
    }
  }

  /// @param bits negative for an unsigned one
  record Whole(String word, int bits) implements WireValue {
    @Override
    public String json(@Nullable String text) {
      return text == null ? "null" : text;
    }

    @Override
    public String text(JsonNode value) {
      BigDecimal number = number(value);
      if (number.precision() - number.scale() > 20) {
        throw new IllegalArgumentException("too large");
      }
      BigInteger whole = number.toBigIntegerExact();
      boolean fits =
          bits < 0 ? whole.signum() >= 0 && whole.bitLength() <= -bits : whole.bitLength() < bits;
      if (!fits) {
        throw new IllegalArgumentException("too large");
      }
      return whole.toString();
    }
  }

  /// Digits behind the last one are rounded, as on the way into a table.
  record Decimal(int precision, int scale) implements WireValue {
    @Override
    public String word() {
      return "DECIMAL(" + precision + "," + scale + ")";
    }

    @Override
    public String json(@Nullable String text) {
      return text == null ? "null" : text;
    }

    @Override
    public String text(JsonNode value) {
      BigDecimal number = number(value);
      if (number.precision() - number.scale() > precision - scale + 1
          || number.setScale(scale, RoundingMode.HALF_UP).precision() > precision) {
        throw new IllegalArgumentException("too large");
      }
      return number.setScale(scale, RoundingMode.HALF_UP).toPlainString();
    }
  }

  record Floating(String word) implements WireValue {
    @Override
    public String json(@Nullable String text) {
      if (text != null && !Double.isFinite(Double.parseDouble(javaSpelling(text)))) {
        throw new IllegalArgumentException("not finite");
      }
      return text == null ? "null" : text;
    }

    private static String javaSpelling(String text) {
      return text.endsWith("inf") || text.endsWith("nan") ? "NaN" : text;
    }

    @Override
    public String text(JsonNode value) {
      double number = number(value).doubleValue();
      boolean fits =
          word.equals("FLOAT") ? Float.isFinite((float) number) : Double.isFinite(number);
      if (!fits) {
        throw new IllegalArgumentException("too large");
      }
      return Double.toString(number);
    }
  }

  record Characters() implements WireValue {
    @Override
    public String word() {
      return "text";
    }

    @Override
    public String json(@Nullable String text) {
      return text == null ? "null" : quoted(text);
    }

    @Override
    public String text(JsonNode value) {
      return string(value);
    }
  }

  /// A text that holds JSON, or JSON itself.
  record Document() implements WireValue {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String word() {
      return "JSON";
    }

    @Override
    public String json(@Nullable String text) {
      return text == null ? "null" : quoted(text);
    }

    @Override
    public String text(JsonNode value) {
      if (!value.isString()) {
        return value.toString();
      }
      try {
        var _ = JSON.readTree(value.stringValue());
        return value.stringValue();
      } catch (JacksonException none) {
        throw new IllegalArgumentException("not JSON");
      }
    }
  }

  record Bytes() implements WireValue {
    @Override
    public String word() {
      return "BLOB in hexadecimal digits";
    }

    @Override
    public String json(@Nullable String text) {
      return text == null ? "null" : quoted(text);
    }

    @Override
    public String text(JsonNode value) {
      return HexFormat.of().formatHex(HexFormat.of().parseHex(string(value)));
    }
  }

  /// Reads one of the forms of ISO 8601 and writes it.
  interface Form {
    String read(String text);
  }

  record Moment(String word, Form form) implements WireValue {
    @Override
    public String json(@Nullable String text) {
      return text == null ? "null" : quoted(text);
    }

    @Override
    public String text(JsonNode value) {
      try {
        return form.read(string(value));
      } catch (DateTimeException none) {
        throw new IllegalArgumentException("not a time");
      }
    }
  }
}

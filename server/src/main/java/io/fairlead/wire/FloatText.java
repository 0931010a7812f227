package io.fairlead.wire;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/// Floating point numbers as PostgreSQL prints them: the fewest digits that give the same number
/// back, with an exponent when the number is small or has more digits than the type promises.
public final class FloatText {
  private static final int FLOAT8_DIGITS = 15;
  private static final int FLOAT4_DIGITS = 6;
  private static final int SMALLEST_PLAIN_EXPONENT = -4;

  private static final double SMALLEST_WITH_SHORT_MIDDLE = 0x1p21;

  private FloatText() {}

  public static String of(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return zero(1 / value);
    }
    BigDecimal shortest =
        shortest(Double.toString(value), value, Math.nextDown(value), Math.nextUp(value));
    return layOut(shortest, FLOAT8_DIGITS);
  }

  public static String of(float value) {
    if (Float.isNaN(value) || Float.isInfinite(value)) {
      return Float.toString(value);
    }
    if (value == 0) {
      return zero(1 / value);
    }
    BigDecimal shortest =
        shortest(Float.toString(value), value, Math.nextDown(value), Math.nextUp(value));
    return layOut(shortest, FLOAT4_DIGITS);
  }

  private static String zero(double inverse) {
    return inverse < 0 ? "-0" : "0";
  }

  /// Java's text has the fewest digits, too, with one difference: it may lie exactly between two
  /// numbers when reading rounds it to ours. PostgreSQL then prints one digit more.
  private static BigDecimal shortest(String text, double value, double below, double above) {
    BigDecimal shortest = new BigDecimal(text).stripTrailingZeros();
    // What lies between two smaller numbers has more digits than are ever printed.
    if (Math.abs(value) < SMALLEST_WITH_SHORT_MIDDLE) {
      return shortest;
    }
    BigDecimal exact = new BigDecimal(value);
    int side = shortest.compareTo(exact);
    double neighbour = side > 0 ? above : below;
    if (side == 0 || Double.isInfinite(neighbour)) {
      return shortest;
    }
    BigDecimal middle = exact.add(new BigDecimal(neighbour)).divide(BigDecimal.TWO);
    return shortest.compareTo(middle) == 0
        ? exact.round(new MathContext(shortest.precision() + 1)).stripTrailingZeros()
        : shortest;
  }

  private static String layOut(BigDecimal shortest, int digitsPromised) {
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent >= SMALLEST_PLAIN_EXPONENT && exponent < digitsPromised) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder();
    if (shortest.signum() < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e-" : "e+");
    if (Math.abs(exponent) < 10) {
      text.append('0');
    }
    return text.append(Math.abs(exponent)).toString();
  }

  public static double readDouble(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(checked(text));
    };
  }

  public static float readFloat(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Float.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Float.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Float.NEGATIVE_INFINITY;
      default -> Float.parseFloat(checked(text));
    };
  }

  /// Java also takes `1d`, `0x1p3` and its own names of special numbers.
  private static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw new NumberFormatException();
      }
    }
    return text;
  }
}

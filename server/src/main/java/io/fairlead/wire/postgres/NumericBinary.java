package io.fairlead.wire.postgres;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;

/// PostgreSQL's binary numeric: groups of four decimal digits, the weight of the first group, the
/// sign and the number of digits after the point.
final class NumericBinary {
  private static final int GROUP = 4;
  private static final int GROUP_BASE = 10_000;
  private static final int POSITIVE = 0x0000;
  private static final int NEGATIVE = 0x4000;
  private static final int LARGEST_SCALE = 16_383;

  private NumericBinary() {}

  static void write(MessageWriter out, BigDecimal value) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    int scale = plain.scale();
    int groupsAfterPoint = Math.ceilDiv(scale, GROUP);
    String digits =
        plain.unscaledValue().abs().toString() + "0".repeat(groupsAfterPoint * GROUP - scale);
    digits = "0".repeat(Math.floorMod(-digits.length(), GROUP)) + digits;

    int first = 0;
    int end = digits.length() / GROUP;
    int weight = end - groupsAfterPoint - 1;
    while (first < end && group(digits, first) == 0) {
      first++;
      weight--;
    }
    while (end > first && group(digits, end - 1) == 0) {
      end--;
    }
    out.putShort(end - first);
    out.putShort(first == end ? 0 : weight);
    out.putShort(plain.signum() < 0 ? NEGATIVE : POSITIVE);
    out.putShort(scale);
    for (int i = first; i < end; i++) {
      out.putShort(group(digits, i));
    }
  }

  private static int group(String digits, int index) {
    return Integer.parseInt(digits, index * GROUP, (index + 1) * GROUP, 10);
  }

  static BigDecimal read(ByteBuffer in) {
    int count = in.getShort() & 0xffff;
    int weight = in.getShort();
    int sign = in.getShort() & 0xffff;
    int scale = in.getShort() & 0xffff;
    if (sign != POSITIVE && sign != NEGATIVE) {
      throw Refusal.of(
          ProblemKind.NOT_SUPPORTED, "numeric values that are no numbers are not supported");
    }
    if (scale > LARGEST_SCALE || count * 2 != in.remaining()) {
      throw new IllegalArgumentException();
    }
    StringBuilder digits = new StringBuilder("0");
    for (int i = 0; i < count; i++) {
      int group = in.getShort();
      if (group < 0 || group >= GROUP_BASE) {
        throw new IllegalArgumentException();
      }
      String text = Integer.toString(group);
      digits.repeat('0', GROUP - text.length()).append(text);
    }
    BigDecimal value =
        new BigDecimal(new BigInteger(digits.toString()), (count - weight - 1) * GROUP);
    // Digits after the scale are not shown by PostgreSQL either.
    value = value.setScale(scale, RoundingMode.DOWN);
    return sign == NEGATIVE ? value.negate() : value;
  }
}

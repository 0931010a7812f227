package io.fairlead.wire.postgres;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;

/// Which values of a row or of a Bind message are binary.
///
/// @param codes none: all text; one: the same for all; else one a value
record Formats(short[] codes) {
  static final Formats TEXT = new Formats(new short[0]);

  static Formats read(MessageReader in) {
    int count = in.count16();
    if (count == 0) {
      return TEXT;
    }
    if (count > in.remaining() / 2) {
      throw Refusal.of(ProblemKind.PROTOCOL_VIOLATION, "insufficient data left in message");
    }
    short[] codes = new short[count];
    for (int i = 0; i < count; i++) {
      codes[i] = in.int16();
      if (codes[i] != 0 && codes[i] != 1) {
        throw Refusal.of(ProblemKind.INVALID_OPTION, "unsupported format code: " + codes[i]);
      }
    }
    return new Formats(codes);
  }

  boolean isBinary(int index) {
    return switch (codes.length) {
      case 0 -> false;
      case 1 -> codes[0] == 1;
      default -> codes[index] == 1;
    };
  }

  /// Whether they can be those of so many values.
  boolean fit(int values) {
    return codes.length <= 1 || codes.length == values;
  }
}

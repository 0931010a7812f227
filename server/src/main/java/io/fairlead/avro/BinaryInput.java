package io.fairlead.avro;

import io.fairlead.base.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The binary encoding. Each value that is read takes from what its record may take, so neither a long
/// length nor many empty values are worked through.
final class BinaryInput {
  /// What a value takes beside its bytes.
  private static final int VALUE = 16;

  private final InputStream in;
  private long left;
  private long read;

  BinaryInput(InputStream in) {
    this.in = in;
  }

  /// The next record begins.
  void begin() {
    left = Limits.AVRO_RECORD;
    read = 0;
  }

  /// Bytes of this record so far.
  long read() {
    return read;
  }

  void take(long cost) throws MalformedAvro {
    left -= cost;
    if (left < 0) {
      throw new MalformedAvro("the record takes more than " + Limits.AVRO_RECORD + " bytes");
    }
  }

  private int one() throws IOException, MalformedAvro {
    int next;
    try {
      next = in.read();
    } catch (EOFException e) {
      next = -1;
    }
    if (next < 0) {
      throw new MalformedAvro("it ends in the middle of a value");
    }
    read++;
    return next;
  }

  long number() throws IOException, MalformedAvro {
    take(VALUE);
    return variable();
  }

  private long variable() throws IOException, MalformedAvro {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int part = one();
      value |= (long) (part & 0x7f) << shift;
      if (part < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new MalformedAvro("a number has more than ten bytes");
  }

  int integer() throws IOException, MalformedAvro {
    long value = number();
    if (value != (int) value) {
      throw new MalformedAvro("a number does not fit the type int");
    }
    return (int) value;
  }

  boolean flag() throws IOException, MalformedAvro {
    take(VALUE);
    int value = one();
    if (value > 1) {
      throw new MalformedAvro("a boolean is neither 0 nor 1");
    }
    return value == 1;
  }

  /// Bytes in the order of the encoding, which is the other one than usual.
  long fixedNumber(int bytes) throws IOException, MalformedAvro {
    take(VALUE);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) one() << (8 * i);
    }
    return value;
  }

  /// Behind their length.
  byte[] bytes() throws IOException, MalformedAvro {
    return bytes(number());
  }

  byte[] bytes(long length) throws IOException, MalformedAvro {
    if (length < 0) {
      throw new MalformedAvro("a length is negative");
    }
    take(length);
    byte[] bytes;
    try {
      bytes = in.readNBytes((int) length);
    } catch (EOFException e) {
      bytes = new byte[0];
    }
    if (bytes.length < length) {
      throw new MalformedAvro("it ends in the middle of a value");
    }
    read += length;
    return bytes;
  }

  /// How many items the next block of an array or a map has; 0 behind the last one.
  long block() throws IOException, MalformedAvro {
    long count = number();
    if (count < 0) {
      long _ = number(); // Its length in bytes, for those who pass over it.
      count = -count;
    }
    if (count < 0) {
      throw new MalformedAvro("a length is negative");
    }
    return count;
  }
}

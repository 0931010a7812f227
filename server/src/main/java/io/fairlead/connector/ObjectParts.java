package io.fairlead.connector;

import io.fairlead.base.Limits;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Parts of an object on its way to a service. Each is held in memory, so that it can be signed
/// before it is sent.
public final class ObjectParts {
  private ObjectParts() {}

  /// How large parts must be for an object of `bytes` to have no more than `most`.
  public static long size(long bytes, long most) {
    return Math.max(Limits.OBJECT_PART_BYTES, Math.ceilDiv(bytes, most));
  }

  /// The next part.
  ///
  /// @throws IOException of `from`, or when it ends early
  public static byte[] next(InputStream from, long bytes) throws IOException {
    byte[] part = from.readNBytes(Math.toIntExact(bytes));
    if (part.length < bytes) {
      throw new EOFException("the content ended early");
    }
    return part;
  }
}

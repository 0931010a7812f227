package io.fairlead.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Where the messages of a partition go to, in their order.
interface Messages extends AutoCloseable {
  /// @param value null for a message that has none
  void take(long offset, @Nullable ByteBuffer value) throws IOException;

  /// How much was written.
  long bytes();

  @Override
  void close() throws IOException;
}

package io.fairlead.connector;

import io.fairlead.base.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A link to the brokers of topics. Nothing is noted there of what was read: whoever reads keeps the
/// offsets. Methods end at their deadline. Several partitions may be read at the same time.
public interface TopicLink extends Link {
  /// @param earliest the first offset that is still there
  /// @param latest behind the last one
  record Partition(int number, long earliest, long latest) {}

  /// @param id tells a topic from a later one of the same name; empty where brokers give none
  record Topic(String id, List<Partition> partitions) {
    public Topic {
      partitions = List.copyOf(partitions);
    }
  }

  /// Takes the messages of a partition in their order.
  interface Messages {
    /// @param value null for a message without one
    void take(long offset, @Nullable ByteBuffer value) throws IOException;
  }

  /// Thrown when there is no such topic, or when an offset is not there any more or not yet.
  final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    public Missing(String message) {
      super(message, null, false, false);
    }
  }

  /// A topic as it is now. It is not made when it is not there.
  Topic topic(String name, Deadline deadline) throws StepFailed, Missing;

  /// Reads committed messages, those that one request brings.
  ///
  /// @param from the first offset
  /// @param end behind the last one
  /// @return where to go on; `from` when there was nothing
  /// @throws IOException of `to` alone
  long read(
      String topic, int partition, long from, long end, Messages to, Deadline deadline)
      throws StepFailed, Missing, IOException;
}

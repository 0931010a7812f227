package io.fairlead.pipeline;

import io.fairlead.base.AtOnce;
import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TopicLink;
import io.fairlead.connector.TopicLink.Missing;
import io.fairlead.connector.TopicLink.Partition;
import io.fairlead.connector.TopicLink.Topic;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.Batches.Span;
import io.fairlead.pool.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Messages of a topic, all partitions of it, from the offsets on that the engine keeps. The messages of
/// a batch become a file of lines for each partition, since that is what the engine reads fastest. A link
/// is leased for each batch: pipelines of one broker share it, and none holds it while it waits.
final class TopicInput implements Input {
  private final Function<Deadline, Lease> leasing;
  private final String topic;
  private final boolean whole;
  private final long maxOffsets;
  private final Optional<Supplier<AvroMessages>> avro;
  private final boolean skipsUnreadable;
  private int first;

  /// Where the topic ended when everything of it was read; empty when there is more.
  private Optional<Ends> ends = Optional.empty();

  /// @param whole whether a message is one value as it is
  /// @param maxOffsets of a partition in one batch; 0 for no such bound
  /// @param avro makes readers of messages that are no JSON, one for each reading of a partition
  /// @param skipsUnreadable whether the engine leaves out what that cannot read
  TopicInput(
      Function<Deadline, Lease> leasing,
      String topic,
      boolean whole,
      long maxOffsets,
      Optional<Supplier<AvroMessages>> avro,
      boolean skipsUnreadable) {
    this.leasing = leasing;
    this.topic = topic;
    this.whole = whole;
    this.maxOffsets = maxOffsets;
    this.avro = avro;
    this.skipsUnreadable = skipsUnreadable;
  }

  @Override
  public boolean hasChanged(Deadline deadline) {
    if (ends.isEmpty()) {
      return true;
    }
    try (Lease lease = leasing.apply(deadline)) {
      return !ends.equals(Optional.of(Ends.of(((TopicLink) lease.link()).topic(topic, deadline))));
    } catch (StepFailed failed) {
      throw refusal(failed);
    } catch (Missing missing) {
      throw refusal(missing);
    }
  }

  /// Where a topic ends, whatever has gone at its beginning.
  private record Ends(String topic, Map<Integer, Long> latest) {
    static Ends of(Topic topic) {
      return new Ends(
          topic.id(),
          topic.partitions().stream()
              .collect(Collectors.toMap(Partition::number, Partition::latest)));
    }
  }

  @Override
  public Brought next(Position position, int most, Deadline deadline) {
    ends = Optional.empty();
    try (Lease lease = leasing.apply(deadline)) {
      TopicLink link = (TopicLink) lease.link();
      Topic found = link.topic(topic, deadline);
      List<Reading> readings = new ArrayList<>();
      boolean more = false;
      int count = found.partitions().size();
      for (int i = 0; i < count; i++) {
        Partition partition = found.partitions().get((first + i) % count);
        Cursor cursor = cursor(position, found, partition);
        if (cursor.next() >= partition.latest()) {
          continue;
        }
        if (most > 0 && readings.size() == most) {
          more = true;
          first = (first + i) % count;
          break;
        }
        readings.add(new Reading(found, partition, cursor.next()));
      }
      if (readings.isEmpty()) {
        ends = Optional.of(Ends.of(found));
        return Brought.NOTHING;
      }
      List<Piece> pieces = new ArrayList<>();
      for (Piece piece : bring(link, readings, count, position.folder(), deadline)) {
        Span span = piece.span().orElseThrow();
        more |= span.next() < span.latest();
        if (span.next() > span.from()) {
          pieces.add(piece);
        }
      }
      return new Brought(pieces, more && !pieces.isEmpty(), () -> {});
    } catch (StepFailed failed) {
      throw refusal(failed);
    } catch (Missing missing) {
      throw refusal(missing);
    }
  }

  @Override
  public int look(Position position, Deadline deadline) {
    try (Lease lease = leasing.apply(deadline)) {
      Topic found = ((TopicLink) lease.link()).topic(topic, deadline);
      int waiting = 0;
      for (Partition partition : found.partitions()) {
        waiting += cursor(position, found, partition).next() < partition.latest() ? 1 : 0;
      }
      return waiting;
    } catch (StepFailed failed) {
      throw refusal(failed);
    } catch (Missing missing) {
      throw refusal(missing);
    }
  }

  private Refusal refusal(StepFailed failed) {
    return Problem.of(
            failed.isWithoutAnswer() ? ProblemKind.UNREACHABLE : ProblemKind.REMOTE_REFUSED,
            "topic \"" + topic + "\" cannot be read: " + failed.cause())
        .withHint(failed.hint())
        .refusal();
  }

  private static Refusal refusal(Missing missing) {
    return Refusal.of(ProblemKind.REMOTE_REFUSED, String.valueOf(missing.getMessage()));
  }

  /// Where to go on. What should be read and is not there any more is not passed over without a word.
  private Cursor cursor(Position position, Topic found, Partition partition) {
    Cursor cursor = position.cursors().get(partition.number());
    if (cursor == null) {
      return new Cursor(found.id(), partition.earliest());
    }
    if (!cursor.topic().isEmpty()
        && !found.id().isEmpty()
        && !cursor.topic().equals(found.id())) {
      throw lost("topic \"" + topic + "\" was deleted and made again");
    }
    if (cursor.next() < partition.earliest()) {
      throw lost(
          "topic \"%s\" does not hold the messages %d to %d of partition %d any more"
              .formatted(topic, cursor.next(), partition.earliest() - 1, partition.number()));
    }
    if (cursor.next() > partition.latest()) {
      throw lost(
          "topic \"%s\" ends before offset %d of partition %d, which was read already"
              .formatted(topic, cursor.next(), partition.number()));
    }
    return cursor;
  }

  private static Lost lost(String message) {
    return new Lost(
        Problem.of(ProblemKind.DATA_ERROR, message)
            .withHint("ALTER PIPELINE … SET OFFSETS EARLIEST says to go on with what there is."));
  }

  /// What a batch reads of one partition.
  private record Reading(Topic topic, Partition partition, long from) {}

  /// A link asks one question at a time; what was answered for one partition is written down while the
  /// next is asked for.
  ///
  /// @param partitions of the topic, which share the bytes of a batch
  private List<Piece> bring(
      TopicLink link, List<Reading> readings, int partitions, Path folder, Deadline deadline) {
    long bytes = Math.max(Limits.TOPIC_READ_BYTES, Limits.PIPELINE_BATCH_BYTES / partitions);
    List<Callable<Piece>> work = new ArrayList<>();
    for (Reading reading : readings) {
      work.add(
          () -> {
            try {
              return bring(link, reading, bytes, folder, deadline);
            } catch (StepFailed failed) {
              throw refusal(failed);
            } catch (Missing missing) {
              throw refusal(missing);
            } catch (IOException full) {
              throw Refusal.of(
                  ProblemKind.DISK_FULL, "the messages of a batch cannot be written to disk");
            }
          });
    }
    return AtOnce.run(work, Limits.TOPIC_PARTITIONS_AT_ONCE);
  }

  private Piece bring(
      TopicLink link, Reading reading, long bytes, Path folder, Deadline deadline)
      throws StepFailed, Missing, IOException {
    Partition partition = reading.partition();
    long most = maxOffsets > 0 ? maxOffsets : Limits.PIPELINE_MESSAGES;
    long end = Math.min(partition.latest(), reading.from() + most);
    Path file = folder.resolve("messages-" + partition.number());
    Files.deleteIfExists(file);
    long next = reading.from();
    long written;
    Optional<AvroMessages> rows = avro.map(Supplier::get);
    try (Messages lines =
        whole ? new ValueFile(file, partition.number()) : new MessageFile(file)) {
      while (next < end && lines.bytes() < bytes) {
        long after =
            link.read(
                topic,
                partition.number(),
                next,
                end,
                lines(lines, partition, rows, deadline),
                deadline);
        if (after == next) {
          break; // Of an open transaction: it comes later.
        }
        next = after;
      }
      written = lines.bytes();
    }
    Span span =
        new Span(
            partition.number(),
            reading.topic().id(),
            reading.from(),
            next,
            partition.earliest(),
            partition.latest());
    Piece piece = new Piece(name(partition), file, written, Optional.of(span));
    Optional<Problem> trouble = rows.flatMap(AvroMessages::trouble);
    if (trouble.isPresent() && !skipsUnreadable) {
      throw new Unreadable(trouble.get(), piece);
    }
    return piece;
  }

  private static String name(Partition partition) {
    return "partition " + partition.number();
  }

  private static TopicLink.Messages lines(
      Messages lines,
      Partition partition,
      Optional<AvroMessages> rows,
      Deadline deadline) {
    return rows.isEmpty()
        ? lines::take
        : (offset, value) -> {
          if (value != null && value.hasRemaining()) {
            lines.take(offset, rows.get().line(name(partition), offset, value, deadline));
          }
        };
  }
}

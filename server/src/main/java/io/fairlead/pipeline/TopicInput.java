package io.fairlead.pipeline;

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
import io.fairlead.engine.Batches;
import io.fairlead.engine.Batches.Cursor;
import io.fairlead.engine.Batches.Piece;
import io.fairlead.engine.Batches.Span;
import io.fairlead.pool.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Messages of a topic, all partitions of it, from the offsets on that the engine keeps. The messages of
/// a batch become a file of lines for each partition, since that is what the engine reads fastest. A link
/// is leased for each batch: pipelines of one broker share it, and none holds it while it waits.
final class TopicInput implements Input {
  private final Function<Deadline, Lease> leasing;
  private final String topic;
  private final long maxOffsets;
  private final Optional<AvroMessages> avro;
  private final boolean skipsUnreadable;
  private int first;

  /// @param maxOffsets of a partition in one batch; 0 for no such bound
  /// @param avro reads messages that are no JSON
  /// @param skipsUnreadable whether the engine leaves out what that cannot read
  TopicInput(
      Function<Deadline, Lease> leasing,
      String topic,
      long maxOffsets,
      Optional<AvroMessages> avro,
      boolean skipsUnreadable) {
    this.leasing = leasing;
    this.topic = topic;
    this.maxOffsets = maxOffsets;
    this.avro = avro;
    this.skipsUnreadable = skipsUnreadable;
  }

  @Override
  public Brought next(
      Batches.Progress progress, Batches batches, int most, Deadline deadline) {
    try (Lease lease = leasing.apply(deadline)) {
      TopicLink link = (TopicLink) lease.link();
      Topic found = link.topic(topic, deadline);
      List<Piece> pieces = new ArrayList<>();
      boolean more = false;
      int count = found.partitions().size();
      for (int i = 0; i < count; i++) {
        Partition partition = found.partitions().get((first + i) % count);
        Cursor cursor = cursor(progress, found, partition);
        if (cursor.next() >= partition.latest()) {
          continue;
        }
        if (most > 0 && pieces.size() == most) {
          more = true;
          first = (first + i) % count;
          break;
        }
        Piece piece = bring(link, found, partition, cursor.next(), count, batches, deadline);
        pieces.add(piece);
        more |= piece.span().orElseThrow().next() < partition.latest();
      }
      pieces.removeIf(piece -> piece.span().filter(s -> s.next() == s.from()).isPresent());
      return new Brought(pieces, more && !pieces.isEmpty(), () -> {});
    } catch (StepFailed failed) {
      throw unread(failed);
    } catch (Missing missing) {
      throw Refusal.of(ProblemKind.REMOTE_REFUSED, String.valueOf(missing.getMessage()));
    } catch (IOException full) {
      throw Refusal.of(ProblemKind.DISK_FULL, "the messages of a batch cannot be written to disk");
    }
  }

  @Override
  public int look(Batches.Progress progress, Deadline deadline) {
    try (Lease lease = leasing.apply(deadline)) {
      Topic found = ((TopicLink) lease.link()).topic(topic, deadline);
      int waiting = 0;
      for (Partition partition : found.partitions()) {
        waiting += cursor(progress, found, partition).next() < partition.latest() ? 1 : 0;
      }
      return waiting;
    } catch (StepFailed failed) {
      throw unread(failed);
    } catch (Missing missing) {
      throw Refusal.of(ProblemKind.REMOTE_REFUSED, String.valueOf(missing.getMessage()));
    }
  }

  private Refusal unread(StepFailed failed) {
    return Problem.of(
            failed.isWithoutAnswer() ? ProblemKind.UNREACHABLE : ProblemKind.REMOTE_REFUSED,
            "topic \"" + topic + "\" cannot be read: " + failed.cause())
        .withHint(failed.hint())
        .refusal();
  }

  /// Where to go on. What should be read and is not there any more is not passed over without a word.
  private Cursor cursor(Batches.Progress progress, Topic found, Partition partition) {
    Cursor cursor = progress.cursors().get(partition.number());
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

  private Piece bring(
      TopicLink link,
      Topic found,
      Partition partition,
      long from,
      int partitions,
      Batches batches,
      Deadline deadline)
      throws StepFailed, Missing, IOException {
    long most = maxOffsets > 0 ? maxOffsets : Limits.PIPELINE_MESSAGES;
    long end = Math.min(partition.latest(), from + most);
    long bytes = Math.max(Limits.TOPIC_READ_BYTES, Limits.PIPELINE_BATCH_BYTES / partitions);
    Path file = batches.folder().resolve("messages-" + partition.number());
    Files.deleteIfExists(file);
    long next = from;
    long written;
    try (MessageFile lines = new MessageFile(file)) {
      while (next < end && lines.bytes() < bytes) {
        long after =
            link.read(
                topic, partition.number(), next, end, lines(lines, partition, deadline), deadline);
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
            found.id(),
            from,
            next,
            partition.earliest(),
            partition.latest());
    Piece piece = new Piece(name(partition), file, written, Optional.of(span));
    Optional<Problem> trouble = avro.flatMap(AvroMessages::trouble);
    if (trouble.isPresent() && !skipsUnreadable) {
      throw new Unreadable(trouble.get(), piece);
    }
    return piece;
  }

  private static String name(Partition partition) {
    return "partition " + partition.number();
  }

  private TopicLink.Messages lines(
      MessageFile lines, Partition partition, Deadline deadline) {
    return avro.isEmpty()
        ? lines::take
        : (offset, value) -> {
          if (value != null && value.hasRemaining()) {
            lines.take(offset, avro.get().line(name(partition), offset, value, deadline));
          }
        };
  }
}

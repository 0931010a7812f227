package io.fairlead.connector.kafka;

import io.fairlead.connector.StepFailed;
import io.fairlead.connector.TopicLink.Messages;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.requests.FetchResponse;
import org.apache.kafka.common.utils.BufferSupplier;
import org.apache.kafka.common.utils.CloseableIterator;

/// The messages of one answer, without those of transactions that were given up, and without the marks
/// that end transactions.
final class CommittedMessages {
  private final FetchResponseData.PartitionData data;
  private final long from;
  private final long end;
  private final ArrayDeque<AbortedTransaction> aborted;
  private final Set<Long> givenUp = new HashSet<>();

  CommittedMessages(FetchResponseData.PartitionData data, long from, long end) {
    this.data = data;
    this.from = from;
    this.end = end;
    List<AbortedTransaction> told =
        data.abortedTransactions() == null ? List.of() : data.abortedTransactions();
    this.aborted =
        new ArrayDeque<>(
            told.stream()
                .sorted(Comparator.comparingLong(AbortedTransaction::firstOffset))
                .toList());
  }

  /// @return the offset to go on from
  long to(Messages messages) throws StepFailed, IOException {
    long next = from;
    try (BufferSupplier buffers = BufferSupplier.create()) {
      for (RecordBatch batch : FetchResponse.recordsOrFail(data).batches()) {
        batch.ensureValid();
        if (batch.lastOffset() < from) {
          continue;
        }
        if (isCommitted(batch)) {
          next = records(batch, buffers, messages, next);
        }
        if (next >= end) {
          return next;
        }
        next = Math.min(Math.max(next, batch.nextOffset()), end);
      }
    } catch (KafkaException damaged) {
      throw new StepFailed("the broker sent messages that cannot be read");
    }
    return next;
  }

  private long records(
      RecordBatch batch, BufferSupplier buffers, Messages messages, long start)
      throws IOException {
    long next = start;
    try (CloseableIterator<Record> records = batch.streamingIterator(buffers)) {
      while (records.hasNext()) {
        Record record = records.next();
        if (record.offset() >= end) {
          return end;
        }
        if (record.offset() >= from) {
          messages.take(record.offset(), record.hasValue() ? record.value() : null);
          next = record.offset() + 1;
        }
      }
    }
    return next;
  }

  private boolean isCommitted(RecordBatch batch) {
    while (!aborted.isEmpty() && aborted.peek().firstOffset() <= batch.lastOffset()) {
      givenUp.add(aborted.remove().producerId());
    }
    if (batch.isControlBatch()) {
      Record mark = batch.iterator().next();
      if (ControlRecordType.parse(mark.key()) == ControlRecordType.ABORT) {
        givenUp.remove(batch.producerId());
      }
      return false;
    }
    return !(batch.isTransactional() && givenUp.contains(batch.producerId()));
  }
}

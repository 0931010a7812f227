package io.fairlead.pipeline;

import io.fairlead.avro.AvroSchema;
import io.fairlead.avro.MalformedAvro;
import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.connector.SchemaLink;
import io.fairlead.connector.StepFailed;
import io.fairlead.pool.Lease;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// The schemas of messages that begin with the number of theirs in a registry, as Confluent's clients
/// write them: a zero, and four bytes. Those that were used last are kept; a number means one schema
/// for ever. Several partitions may be read at the same time.
final class RegistrySchemas implements AvroMessages.Schemas {
  private static final int HEAD = 5;

  private final Function<Deadline, Lease> leasing;
  private final Map<Integer, AvroSchema> kept = Collections.synchronizedMap(new Latest());

  /// In the order of their last use.
  private static final class Latest extends LinkedHashMap<Integer, AvroSchema> {
    private static final long serialVersionUID = 1;

    Latest() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Integer, AvroSchema> eldest) {
      return size() > Limits.AVRO_SCHEMAS;
    }
  }

  RegistrySchemas(Function<Deadline, Lease> leasing) {
    this.leasing = leasing;
  }

  @Override
  public AvroMessages.Found of(byte[] message, Deadline deadline) throws MalformedAvro {
    if (message.length < HEAD || message[0] != 0) {
      throw new MalformedAvro("it does not begin with the number of a schema in a registry");
    }
    int number = ByteBuffer.wrap(message).getInt(1);
    AvroSchema schema = kept.get(number);
    if (schema == null) {
      schema = asked(number, deadline);
      kept.put(number, schema);
    }
    return new AvroMessages.Found(schema, HEAD);
  }

  private AvroSchema asked(int number, Deadline deadline) throws MalformedAvro {
    try (Lease lease = leasing.apply(deadline)) {
      String text =
          ((SchemaLink) lease.link())
              .schema(number, deadline)
              .orElseThrow(
                  () -> new MalformedAvro("the registry has no schema of number " + number));
      return AvroSchema.read(text);
    } catch (StepFailed failed) {
      throw Problem.of(
              failed.isWithoutAnswer() ? ProblemKind.UNREACHABLE : ProblemKind.REMOTE_REFUSED,
              "a schema cannot be read from the registry: " + failed.cause())
          .withHint(failed.hint())
          .refusal();
    }
  }
}

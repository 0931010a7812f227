package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.sql.ColumnType;
import io.fairlead.wire.BrokenProtocol;
import io.fairlead.wire.CannedClient;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Whatever a signed-in client sends, it gets whole messages and never meets a bug, and each
/// Sync is answered, whatever came before it.
public final class ConversationFuzz {
  private ConversationFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    var client = CannedClient.sending(input, answers);
    MessageReader in = new MessageReader(client);
    MessageWriter out = new MessageWriter(client::write);
    in.signedIn();
    boolean whole = false;
    try {
      new Conversation(new EchoSession(), in, out, new Random(1)).run();
      whole = true;
    } catch (EOFException | BrokenProtocol expected) {
      // The bytes end within a message, or are none.
      out.abandon();
    }
    out.flush();
    List<RawClient.Message> messages = Answers.wellFormed(answers.toByteArray());
    if (whole) {
      assertTrue(messages.stream().filter(m -> m.type() == 'Z').count() >= syncs(input));
    }
  }

  private static long syncs(byte[] input) {
    ByteBuffer rest = ByteBuffer.wrap(input);
    long syncs = 0;
    while (rest.hasRemaining()) {
      byte type = rest.get();
      if (type == Frontend.TERMINATE) {
        break;
      }
      syncs += type == Frontend.SYNC ? 1 : 0;
      rest.position(rest.position() + rest.getInt(rest.position()));
    }
    return syncs;
  }

  public static List<byte[]> seeds() {
    try {
      List<byte[]> seeds = new ArrayList<>();
      seeds.add(message('Q', RawClient.body().cstring("SELECT 1")));
      seeds.add(message('Q', RawClient.body().cstring("BEGIN")));
      seeds.add(message('F', RawClient.body().int32(1).int16(0).int16(0).int16(0)));
      seeds.add(message('X', RawClient.body()));
      for (Map.Entry<ColumnType, String> value : VALUES) {
        seeds.add(extended(value.getKey(), value.getValue(), 0));
        seeds.add(extended(value.getKey(), value.getValue(), 1));
      }
      return seeds;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static final List<Map.Entry<ColumnType, String>> VALUES =
      List.of(
          Map.entry(ColumnType.BOOL, "true"),
          Map.entry(ColumnType.CHAR, "c"),
          Map.entry(ColumnType.INT2, "7"),
          Map.entry(ColumnType.INT4, "-70000"),
          Map.entry(ColumnType.INT8, "5000000000"),
          Map.entry(ColumnType.OID, "4000000000"),
          Map.entry(ColumnType.FLOAT4, "1.5"),
          Map.entry(ColumnType.FLOAT8, "-Infinity"),
          Map.entry(ColumnType.NUMERIC, "-12345.6789e3"),
          Map.entry(ColumnType.BYTEA, "\\x00ff"),
          Map.entry(ColumnType.TEXT, Answers.CANARY),
          Map.entry(ColumnType.UUID, "8f14e45f-ceea-467f-a8d7-3c2e0f1b9a11"),
          Map.entry(ColumnType.JSONB, "{\"a\": 1}"),
          Map.entry(ColumnType.DATE, "2026-11-25"),
          Map.entry(ColumnType.DATE, "5874897-12-31"),
          Map.entry(ColumnType.DATE, "999999999-12-31"),
          Map.entry(ColumnType.TIMESTAMP, "294276-12-31 23:59:59"),
          Map.entry(ColumnType.TIMESTAMPTZ, "999999999-12-31 23:59:59+00"),
          Map.entry(ColumnType.NUMERIC, "1e131071"),
          Map.entry(ColumnType.TIME, "16:00:00.5"),
          Map.entry(ColumnType.TIMESTAMP, "infinity"),
          Map.entry(ColumnType.TIMESTAMPTZ, "2026-11-25 16:00:00+01"),
          Map.entry(ColumnType.INTERVAL, "1 day"),
          Map.entry(ColumnType.BOOL_ARRAY, "{t,f}"),
          Map.entry(ColumnType.INT4_ARRAY, "{1,NULL,3}"),
          Map.entry(ColumnType.FLOAT8_ARRAY, "{1.5}"),
          Map.entry(ColumnType.TEXT_ARRAY, "{\"a,b\",\"\\\"\"," + Answers.CANARY + "}"));

  /// A text parameter there and back; with `format` 1 the result, and for lack of a better value
  /// the parameter's bytes, are binary.
  private static byte[] extended(ColumnType type, String value, int format) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        message(
            'P',
            RawClient.body().cstring("s").cstring("SELECT $1").int16(1).int32(type.oid())));
    all.writeBytes(message('D', RawClient.body().int8('S').cstring("s")));
    all.writeBytes(
        message(
            'B',
            RawClient.body()
                .cstring("p")
                .cstring("s")
                .int16(1)
                .int16(0)
                .int16(1)
                .int32(bytes.length)
                .bytes(bytes)
                .int16(1)
                .int16(format)));
    all.writeBytes(message('D', RawClient.body().int8('P').cstring("p")));
    all.writeBytes(message('E', RawClient.body().cstring("p").int32(2)));
    all.writeBytes(message('H', RawClient.body()));
    all.writeBytes(message('E', RawClient.body().cstring("p").int32(0)));
    all.writeBytes(message('C', RawClient.body().int8('P').cstring("p")));
    all.writeBytes(message('S', RawClient.body()));
    return all.toByteArray();
  }

  static byte[] message(char type, RawClient.Body body) throws IOException {
    byte[] bytes = body.toBytes();
    return RawClient.body().int8(type).int32(bytes.length + 4).bytes(bytes).toBytes();
  }
}

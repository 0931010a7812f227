package io.fairlead.avro;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.fairlead.base.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.xerial.snappy.Snappy;

/// A file of Avro: a header with the schema, then blocks of records, packed or not. Blocks are unpacked
/// as they are read, so a small one that would become a large one takes no memory; those of snappy come
/// as a whole and have a bound.
final class ContainerFile {
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int MARK = 16;

  /// What snappy writes behind a block: a checksum.
  private static final int CHECKSUM = 4;

  /// Takes the next record.
  interface Records {
    void next(ValueReader reader, AvroType type) throws IOException, MalformedAvro;
  }

  private final InputStream file;

  ContainerFile(InputStream file) {
    this.file = file;
  }

  void read(Records records) throws IOException, MalformedAvro {
    if (!Arrays.equals(file.readNBytes(MAGIC.length), MAGIC)) {
      throw new MalformedAvro("the file is no file of Avro");
    }
    BinaryInput head = new BinaryInput(file);
    head.begin();
    Map<String, byte[]> metadata = new HashMap<>();
    for (long count = head.block(); count > 0; count = head.block()) {
      for (long i = 0; i < count; i++) {
        metadata.put(new String(head.bytes(), StandardCharsets.UTF_8), head.bytes());
      }
    }
    byte[] schema = metadata.get("avro.schema");
    if (schema == null) {
      throw new MalformedAvro("the file has no schema");
    }
    AvroType type = AvroSchema.read(new String(schema, StandardCharsets.UTF_8)).type();
    byte[] named = metadata.getOrDefault("avro.codec", new byte[0]);
    String codec = new String(named, StandardCharsets.UTF_8);
    byte[] mark = head.bytes(MARK);
    while (block(type, codec, mark, records)) {}
  }

  /// @return false behind the last one
  private boolean block(AvroType type, String codec, byte[] mark, Records records)
      throws IOException, MalformedAvro {
    int first = file.read();
    if (first < 0) {
      return false;
    }
    BinaryInput head =
        new BinaryInput(
            new SequenceInputStream(
                new ByteArrayInputStream(new byte[] {(byte) first}), file));
    head.begin();
    long count = head.number();
    long size = head.number();
    if (count < 0 || size < 0) {
      throw new MalformedAvro("a length is negative");
    }
    Part part = new Part(file, size);
    try (InputStream unpacked = unpacked(part, codec, size)) {
      BinaryInput input = new BinaryInput(unpacked);
      ValueReader reader = new ValueReader(input);
      for (long i = 0; i < count; i++) {
        records.next(reader, type);
        if (input.read() == 0) {
          throw new MalformedAvro("a record has no bytes"); // There could be any number of them.
        }
      }
    } catch (ZipException | ZstdIOException e) {
      throw new MalformedAvro("a block cannot be unpacked");
    }
    part.skipRest();
    if (!Arrays.equals(file.readNBytes(MARK), mark)) {
      throw new MalformedAvro("a block does not end where it says");
    }
    return true;
  }

  private static InputStream unpacked(Part part, String codec, long size)
      throws IOException, MalformedAvro {
    return switch (codec) {
      case "", "null" -> part;
      case "deflate" -> new InflaterInputStream(part, new Inflater(true));
      case "zstandard" -> new ZstdInputStream(part);
      case "snappy" -> snappy(part, size);
      default ->
          throw new MalformedAvro(
              "blocks are packed with \"" + AvroSchema.shown(codec)
                  + "\"; deflate, snappy, zstandard and null are known");
    };
  }

  private static InputStream snappy(Part part, long size) throws IOException, MalformedAvro {
    if (size > Limits.AVRO_BLOCK || size < CHECKSUM) {
      throw new MalformedAvro("a block has more than " + Limits.AVRO_BLOCK + " bytes, or none");
    }
    byte[] packed = part.readNBytes((int) size);
    if (packed.length < size) {
      throw new MalformedAvro("it ends in the middle of a value");
    }
    int length = packed.length - CHECKSUM;
    try {
      if (Snappy.uncompressedLength(packed, 0, length) > Limits.AVRO_BLOCK) {
        throw new MalformedAvro("a block has more than " + Limits.AVRO_BLOCK + " bytes");
      }
      byte[] unpacked = new byte[Snappy.uncompressedLength(packed, 0, length)];
      int written = Snappy.uncompress(packed, 0, length, unpacked, 0);
      return new ByteArrayInputStream(unpacked, 0, written);
    } catch (IOException e) {
      throw new MalformedAvro("a block cannot be unpacked");
    }
  }

  /// So many bytes of a file. Closing it closes nothing.
  private static final class Part extends InputStream {
    private final InputStream file;
    private long left;

    Part(InputStream file, long left) {
      this.file = file;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      int read = left > 0 ? file.read() : -1;
      left -= read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] to, int start, int length) throws IOException {
      int read = left > 0 ? file.read(to, start, (int) Math.min(length, left)) : -1;
      left -= Math.max(0, read);
      return read;
    }

    void skipRest() throws IOException {
      while (left > 0) {
        long skipped = file.skip(left);
        if (skipped <= 0) {
          return; // The file ends: the mark is missing.
        }
        left -= skipped;
      }
    }
  }
}

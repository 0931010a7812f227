package io.fairlead.external;

import io.fairlead.base.Limits;
import io.fairlead.engine.ExternalFiles.Range;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// One file of the cache: as long as the remote one, with holes where nobody has looked yet.
final class CachedFile {
  /// A hole smaller than this is fetched together with what is around it: a request costs more.
  private static final long SMALL_HOLE = 256 * 1024;

  private final Path path;
  private final long bytes;
  private final Ranges present = new Ranges();

  /// Held by the one who fetches; others who want something of the same file wait.
  final ReentrantLock fetching = new ReentrantLock();

  private final ReentrantLock writing = new ReentrantLock();

  /// Guarded by the cache.
  int users;

  CachedFile(Path path, long bytes) {
    this.path = path;
    this.bytes = bytes;
  }

  /// Makes the file without any of its content.
  void make() throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (bytes > 0) {
        file.write(ByteBuffer.wrap(new byte[1]), bytes - 1);
      }
    }
  }

  Path path() {
    return path;
  }

  /// What has to be fetched, in pieces of at most `piece` bytes.
  synchronized List<Range> missing(List<Range> wanted, long piece) {
    List<Range> holes = new ArrayList<>();
    for (Range range : wanted) {
      holes.addAll(present.missing(within(range)));
    }
    holes.sort(Comparator.comparingLong(Range::offset));
    List<Range> joined = new ArrayList<>();
    for (Range hole : holes) {
      Range last = joined.isEmpty() ? null : joined.getLast();
      if (last != null && hole.offset() - end(last) <= SMALL_HOLE) {
        long to = Math.max(end(last), end(hole));
        joined.set(joined.size() - 1, new Range(last.offset(), to - last.offset()));
      } else {
        joined.add(hole);
      }
    }
    List<Range> pieces = new ArrayList<>();
    for (Range range : joined) {
      for (long at = range.offset(); at < end(range); at += piece) {
        pieces.add(new Range(at, Math.min(piece, end(range) - at)));
      }
    }
    return pieces;
  }

  private Range within(Range range) {
    long from = Math.clamp(range.offset(), 0, bytes);
    return new Range(from, Math.clamp(range.offset() + range.bytes(), from, bytes) - from);
  }

  private static long end(Range range) {
    return range.offset() + range.bytes();
  }

  /// Writes behind `offset`, in the order in which it is given; all of it is there when it is
  /// closed.
  OutputStream from(long offset) throws IOException {
    return new Part(FileChannel.open(path, StandardOpenOption.WRITE), offset);
  }

  /// Writes in large pieces and one at a time. The system lets one writer into a file anyway, and
  /// has the others spin on their processors, which those who read from the network need.
  private final class Part extends OutputStream {
    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(Limits.CACHE_WRITE_BYTES);
    private long at;

    Part(FileChannel file, long offset) {
      this.file = file;
      this.at = offset;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] content, int from, int count) throws IOException {
      int done = 0;
      while (done < count) {
        int some = Math.min(count - done, buffer.remaining());
        buffer.put(content, from + done, some);
        done += some;
        if (!buffer.hasRemaining()) {
          drain();
        }
      }
    }

    private void drain() throws IOException {
      buffer.flip();
      writing.lock();
      try {
        while (buffer.hasRemaining()) {
          at += file.write(buffer, at);
        }
      } finally {
        writing.unlock();
      }
      buffer.clear();
    }

    @Override
    public void close() throws IOException {
      try (file) {
        drain();
      }
    }
  }

  /// @return how many bytes more the file holds now
  synchronized long has(Range range) {
    return present.add(range);
  }

  synchronized long held() {
    return present.total();
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}

package io.fairlead.connector.local;

import io.fairlead.base.Deadline;
import io.fairlead.connector.ObjectLink;
import io.fairlead.connector.StepFailed;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The files below a folder. Symbolic links are neither followed nor listed. A new file becomes
/// visible by its last step, a rename, and is on the disk before that.
final class LocalLink implements ObjectLink {
  /// What is being written has such a name, which no list shows.
  private static final String UNFINISHED = ".fairlead-";

  private static final int COPIED_AT_ONCE = 64 * 1024;

  private final Path folder;
  private volatile boolean open = true;

  /// @param folder without symbolic links on the way to it
  LocalLink(Path folder) {
    this.folder = folder;
  }

  @Override
  public Page list(String prefix, Optional<String> after, int most, Deadline deadline)
      throws StepFailed {
    // The smallest names behind `after`, and one more that shows whether the list goes on.
    TreeSet<Entry> found = new TreeSet<>(Comparator.comparing(Entry::name));
    try {
      Files.walkFileTree(folder, new Names(prefix, after.orElse(""), most + 1, found, deadline));
    } catch (NoSuchFileException missing) {
      return new Page(List.of(), Optional.empty());
    } catch (IOException failure) {
      throw cause(failure, deadline);
    }
    List<Entry> entries = new ArrayList<>(found);
    boolean more = entries.size() > most;
    List<Entry> page = List.copyOf(more ? entries.subList(0, most) : entries);
    return new Page(page, more ? Optional.of(page.getLast().name()) : Optional.empty());
  }

  /// Collects the names of a page.
  private final class Names extends SimpleFileVisitor<Path> {
    private final String prefix;
    private final String after;
    private final int most;
    private final SortedSet<Entry> found;
    private final Deadline deadline;

    Names(String prefix, String after, int most, SortedSet<Entry> found, Deadline deadline) {
      this.prefix = prefix;
      this.after = after;
      this.most = most;
      this.found = found;
      this.deadline = deadline;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = folder.relativize(file).toString();
      if (attributes.isRegularFile()
          && name.startsWith(prefix)
          && name.compareTo(after) > 0
          && !file.getFileName().toString().startsWith(UNFINISHED)) {
        found.add(entry(name, attributes));
        if (found.size() > most) {
          found.removeLast();
        }
      }
      return deadline.hasPassed() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    /// What goes away during the walk was not there.
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException && !file.equals(folder)) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path visited, @org.jspecify.annotations.Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      if (visited.equals(folder) && deadline.hasPassed()) {
        throw new IOException("deadline");
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static Entry entry(String name, BasicFileAttributes attributes) {
    String etag =
        attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS)
            + "-"
            + attributes.size()
            + "-"
            + attributes.fileKey();
    return new Entry(name, attributes.size(), etag, attributes.lastModifiedTime().toInstant());
  }

  /// The file of a name, below the folder and behind no symbolic link.
  private Path file(String name) throws StepFailed {
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0) {
        throw new StepFailed("the name is none that a file can have");
      }
    }
    Path file = folder.resolve(name);
    Path above = file.getParent();
    for (; above != null && !above.equals(folder); above = above.getParent()) {
      if (Files.isSymbolicLink(above)) {
        throw new StepFailed("a symbolic link is on the way to the file");
      }
    }
    return file;
  }

  private static Optional<Entry> found(String name, Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.isRegularFile() ? Optional.of(entry(name, attributes)) : Optional.empty();
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    }
  }

  /// Work on the disk, whose failures are those of the place and not of the caller's streams.
  private interface OnDisk<T> {
    T run() throws IOException;
  }

  private static <T> T onDisk(Deadline deadline, OnDisk<T> work) throws StepFailed {
    try {
      return work.run();
    } catch (IOException failure) {
      throw cause(failure, deadline);
    }
  }

  @Override
  public Optional<Entry> find(String name, Deadline deadline) throws StepFailed {
    Path file = file(name);
    return onDisk(deadline, () -> found(name, file));
  }

  @Override
  public void read(
      String name, String etag, long offset, long count, OutputStream to, Deadline deadline)
      throws StepFailed, Gone, IOException {
    Path file = file(name);
    try (FileChannel content = opened(file, deadline)) {
      // A new file takes the place of this name by a rename: what is open stays as it is.
      Optional<Entry> present = onDisk(deadline, () -> found(name, file));
      if (!etag.isEmpty() && present.filter(entry -> entry.etag().equals(etag)).isEmpty()) {
        throw new Gone("the file has changed");
      }
      ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(count, 1, COPIED_AT_ONCE));
      for (long at = offset; at < offset + count; at += buffer.position()) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), offset + count - at));
        long from = at;
        if (onDisk(deadline, () -> content.read(buffer, from)) < 0) {
          throw new Gone("the file is shorter than it was");
        }
        mustHaveTime(deadline);
        to.write(buffer.array(), 0, buffer.position());
      }
    }
  }

  private static FileChannel opened(Path file, Deadline deadline) throws StepFailed, Gone {
    try {
      return FileChannel.open(
          file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException missing) {
      throw new Gone("the file is not there");
    } catch (IOException failure) {
      throw cause(failure, deadline);
    }
  }

  @Override
  public Entry write(String name, InputStream from, long bytes, Deadline deadline)
      throws StepFailed, IOException {
    Path file = file(name);
    Path unfinished =
        onDisk(
            deadline,
            () -> {
              Files.createDirectories(file.getParent());
              return Files.createTempFile(file.getParent(), UNFINISHED, "");
            });
    try {
      copy(from, bytes, unfinished, deadline);
      return onDisk(deadline, () -> shown(name, unfinished, file));
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static Entry shown(String name, Path unfinished, Path file) throws IOException {
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(file.getParent())) {
      directory.force(true);
    }
    return found(name, file).orElseThrow(() -> new NoSuchFileException(name));
  }

  private static void copy(InputStream from, long bytes, Path file, Deadline deadline)
      throws StepFailed, IOException {
    try (FileChannel to = FileChannel.open(file, StandardOpenOption.WRITE)) {
      byte[] part;
      for (long left = bytes; left > 0; left -= part.length) {
        part = from.readNBytes((int) Math.min(left, COPIED_AT_ONCE));
        if (part.length == 0) {
          throw new EOFException("the content ended early");
        }
        mustHaveTime(deadline);
        ByteBuffer buffer = ByteBuffer.wrap(part);
        while (buffer.hasRemaining()) {
          var _ = onDisk(deadline, () -> to.write(buffer));
        }
      }
      onDisk(
          deadline,
          () -> {
            to.force(true);
            return true;
          });
    }
  }

  @Override
  public void delete(String name, Deadline deadline) throws StepFailed {
    Path file = file(name);
    var _ = onDisk(deadline, () -> Files.deleteIfExists(file));
  }

  private static void mustHaveTime(Deadline deadline) throws StepFailed {
    if (deadline.hasPassed()) {
      throw late();
    }
  }

  private static StepFailed late() {
    return new StepFailed("no answer in time").withoutAnswer();
  }

  /// The system's own text names the path, which not everybody may see.
  static StepFailed cause(IOException failure, Deadline deadline) {
    if (deadline.hasPassed()) {
      return late();
    }
    return switch (failure) {
      case NoSuchFileException _ -> new StepFailed("the folder does not exist");
      case NotDirectoryException _ -> new StepFailed("the path is not a folder");
      case AccessDeniedException _ -> new StepFailed("this server may not use the folder");
      default -> new StepFailed("the folder cannot be used");
    };
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public boolean isUsable(Deadline deadline) {
    return open;
  }

  @Override
  public void abort() {
    open = false;
  }

  @Override
  public void close() {
    open = false;
  }
}

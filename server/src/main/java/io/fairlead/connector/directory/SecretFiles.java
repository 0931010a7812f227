package io.fairlead.connector.directory;

import io.fairlead.base.Limits;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.VaultName;
import io.fairlead.connector.VaultRefusal;
import io.fairlead.connector.VaultValue;
import io.fairlead.secret.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/// The files of one directory. Links are followed as long as they stay inside of it, as those of
/// Kubernetes do: it puts a new set of files beside the old one and turns one link.
///
/// What it does not promise: an answer in time from a file system that hangs, or protection from
/// somebody who can change the directory while it is read.
final class SecretFiles {
  private static final Pattern NAME = Pattern.compile("(?!\\.\\.)[A-Za-z0-9._-]{1,253}");

  /// How often a file that is gone is looked for again: the link may have turned in between.
  private static final int LOOKS = 3;

  private final DirectoryConfig config;

  SecretFiles(DirectoryConfig config) {
    this.config = config;
  }

  boolean hasAny() throws StepFailed, IOException {
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(directory(), entry -> !isHousekeeping(entry))) {
      return entries.iterator().hasNext();
    }
  }

  private static boolean isHousekeeping(Path entry) {
    return String.valueOf(entry.getFileName()).startsWith("..");
  }

  SecretBytes read(String name) throws StepFailed, IOException {
    VaultName.fitting(name, NAME, "letters, digits, ., - and _, not beginning with ..");
    for (int look = 1; look < LOOKS; look++) {
      try {
        return lookFor(name);
      } catch (NoSuchFileException gone) {
        // Once more.
      }
    }
    try {
      return lookFor(name);
    } catch (NoSuchFileException missing) {
      throw VaultRefusal.missing(name);
    }
  }

  private SecretBytes lookFor(String name) throws StepFailed, IOException {
    Path directory = directory();
    try {
      Path file = directory.resolve(name).toRealPath();
      if (!file.startsWith(directory)) {
        throw new StepFailed("the file \"" + name + "\" is a link out of the directory");
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw Files.exists(file, LinkOption.NOFOLLOW_LINKS)
            ? new StepFailed("\"" + name + "\" is not a file")
            : VaultRefusal.missing(name);
      }
      return read(file);
    } catch (AccessDeniedException denied) {
      throw new StepFailed("the server has no right to read the file \"" + name + "\"");
    } catch (FileSystemLoopException loop) {
      throw new StepFailed("the file \"" + name + "\" is a link to itself");
    }
  }

  private static SecretBytes read(Path file) throws StepFailed, IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      // The newline at the end, of two bytes at most, is not part of the secret.
      bytes = in.readNBytes(Limits.SECRET_BYTES + 3);
    }
    byte[] value = Arrays.copyOf(bytes, lengthWithoutNewline(bytes));
    Arrays.fill(bytes, (byte) 0);
    return VaultValue.of(value);
  }

  private static int lengthWithoutNewline(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
      if (length > 0 && bytes[length - 1] == '\r') {
        length--;
      }
    }
    return length;
  }

  /// The real directory, which has to be below the real allowed one.
  private Path directory() throws StepFailed {
    try {
      Path directory = config.path().toRealPath();
      if (!directory.startsWith(config.root().toRealPath())) {
        throw new StepFailed("the directory is a link out of what this server may read");
      }
      if (!Files.isDirectory(directory)) {
        throw new StepFailed("PATH is not a directory");
      }
      return directory;
    } catch (NoSuchFileException missing) {
      throw new StepFailed("the directory is not there", "Check PATH, and that it is mounted.");
    } catch (IOException unreadable) {
      throw new StepFailed("the directory cannot be read");
    }
  }
}

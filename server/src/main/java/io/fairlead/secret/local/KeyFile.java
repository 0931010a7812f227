package io.fairlead.secret.local;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.sun.security.auth.module.UnixSystem;
import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// The master key in a file that only its owner can read. A file that others can read, or that
/// somebody else made, is refused, since it is no secret any more.
///
/// @param path never inside a backup of the data folder: who has both has the secrets
public record KeyFile(Path path) implements KeySource {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  @Override
  public Optional<KeysetHandle> load() throws GeneralSecurityException {
    try {
      check();
      try (FileChannel in =
          FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(in.size()));
        while (bytes.hasRemaining() && in.read(bytes) >= 0) {
          // Reads until the file ends.
        }
        String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
        return Optional.of(KeySource.parse(text));
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw refused("cannot be read", "Let the server's user read it.");
    }
  }

  private void check() throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw refused("is not a regular file", "Put the key itself there, not a link to it.");
    }
    Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    long uid = ((Number) owner).longValue();
    if (uid != 0 && uid != new UnixSystem().getUid()) {
      throw refused("belongs to another user", "Give it to the user that runs the server.");
    }
    if (!OWNERS.containsAll(found.permissions())) {
      throw refused("can be read by others", "Run chmod 600 on it, and consider the key as seen.");
    }
  }

  @Override
  public boolean canCreate() {
    return true;
  }

  /// Writes the file under another name first, so that it is there whole or not at all.
  @Override
  public KeysetHandle create() throws GeneralSecurityException {
    KeysetHandle keyset = 
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get());
    String text =
        TinkJsonProtoKeysetFormat.serializeKeyset(
            keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
    Path draft = path.resolveSibling(path.getFileName() + ".new");
    try {
      Files.deleteIfExists(draft);
      try (FileChannel out =
          FileChannel.open(
              draft,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(OWNERS))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel folder =
          FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
      return keyset;
    } catch (IOException e) {
      throw refused("cannot be written", "Let the server's user write in its folder.");
    }
  }

  private Refusal refused(String what, String hint) {
    return Problem.of(ProblemKind.STORE_UNUSABLE, "the key file \"" + path + "\" " + what)
        .withHint(hint)
        .refusal();
  }
}

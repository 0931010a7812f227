package io.fairlead.connector;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Problems;
import io.fairlead.model.Options;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A pinned host key, as OpenSSH prints it: a line `ssh-ed25519 AAAA…` or a fingerprint `SHA256:…`.
///
/// @param algorithm `ssh-ed25519`; empty when only the fingerprint is known
/// @param fingerprint `SHA256:` and 43 characters
public record HostKey(Optional<String> algorithm, String fingerprint) {
  private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
  private static final List<String> ALGORITHMS =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa");

  /// What the option `host_key` pins; empty when nothing is set, or something that is reported.
  public static Optional<HostKey> pinned(Options options, Problems problems) {
    Optional<HostKey> hostKey = options.text("host_key").flatMap(HostKey::read);
    if (options.has("host_key") && hostKey.isEmpty()) {
      problems.add(
          Problem.of(
                  ProblemKind.INVALID_OPTION,
                  "invalid HOST KEY: it is neither a host key nor a fingerprint")
              .withHint("Write it as 'ssh-ed25519 AAAA…' or 'SHA256:…'."));
    }
    return hostKey;
  }

  /// Empty when `text` is neither a line nor a fingerprint.
  public static Optional<HostKey> read(String text) {
    String trimmed = text.strip();
    if (FINGERPRINT.matcher(trimmed).matches()) {
      return Optional.of(new HostKey(Optional.empty(), trimmed));
    }
    String[] words = trimmed.split("\\s+", 3);
    if (words.length < 2 || !ALGORITHMS.contains(words[0])) {
      return Optional.empty();
    }
    try {
      byte[] blob = Base64.getDecoder().decode(words[1]);
      return startsWithName(blob, words[0])
          ? Optional.of(new HostKey(Optional.of(words[0]), fingerprint(blob)))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /// A key's bytes begin with its algorithm's name.
  private static boolean startsWithName(byte[] blob, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer buffer = ByteBuffer.wrap(blob);
    return blob.length > 4 + bytes.length
        && buffer.getInt() == bytes.length
        && buffer.slice(4, bytes.length).equals(ByteBuffer.wrap(bytes));
  }

  private static String fingerprint(byte[] blob) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

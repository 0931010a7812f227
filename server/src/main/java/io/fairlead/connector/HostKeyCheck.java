package io.fairlead.connector;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.jspecify.annotations.Nullable;

/// Decides about the key that an SSH server shows, for one connection.
final class HostKeyCheck {
  /// Under which a connection carries its own check.
  static final AttributeRepository.AttributeKey<HostKeyCheck> ATTRIBUTE =
      new AttributeRepository.AttributeKey<>();

  private static final int LEAST_RSA_BITS = 3072;

  private final Optional<HostKey> pinned;
  private final String peer;
  // Written by the library's thread that does the key exchange.
  private volatile @Nullable PublicKey shown;
  private volatile boolean accepted;

  /// @param peer what messages call who shows it: `bastion`
  HostKeyCheck(Optional<HostKey> pinned, String peer) {
    this.pinned = pinned;
    this.peer = peer;
  }

  Optional<HostKey> pinned() {
    return pinned;
  }

  boolean accepts(PublicKey key) {
    shown = key;
    accepted =
        isStrong(key) && pinned.map(pin -> pin.fingerprint().equals(fingerprint(key))).orElse(true);
    return accepted;
  }

  /// The key in OpenSSH's form; empty while none has been accepted.
  Optional<String> acceptedLine() {
    PublicKey key = shown;
    return accepted && key != null ? Optional.of(PublicKeyEntry.toString(key)) : Optional.empty();
  }

  /// @throws StepFailed when a key was shown and refused
  void throwIfRefused() throws StepFailed {
    PublicKey key = shown;
    if (key == null || accepted) {
      return;
    }
    if (!isStrong(key)) {
      throw new StepFailed(
          "the " + peer + "'s RSA host key is shorter than " + LEAST_RSA_BITS + " bits",
          "Give the " + peer + " an Ed25519 host key.");
    }
    throw new StepFailed(
        "the "
            + peer
            + "'s host key has changed: it is "
            + fingerprint(key)
            + ", and "
            + pinned.map(HostKey::fingerprint).orElse("none")
            + " was expected",
        "Somebody may be in the middle. If the "
            + peer
            + " was really given a new key, set HOST KEY to it, or take HOST KEY away to record what"
            + " is shown next.");
  }

  private static boolean isStrong(PublicKey key) {
    return !(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
  }

  static String fingerprint(PublicKey key) {
    return HostKey.read(PublicKeyEntry.toString(key)).map(HostKey::fingerprint).orElse("unknown");
  }
}

package io.fairlead.wire.mysql;

import io.fairlead.session.SignIn;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Passwords that were right, as [Passwords#known], so that the next client of the role need not send
/// its password and the server need not hash it slowly. In memory only; the roles that were not used
/// for longest give way. A new password of the role ends it.
final class FastSignIns {
  /// @param storedKey of the verifier that the password met
  private record Known(byte[] password, byte[] storedKey) {}

  private final int most;
  private final Map<String, Known> roles = new LinkedHashMap<>(16, 0.75f, true);

  /// @param most [io.fairlead.base.Limits#FAST_SIGN_INS], or fewer in a test
  FastSignIns(int most) {
    this.most = most;
  }

  synchronized void remember(String role, byte[] password, SignIn.Verifier verifier) {
    roles.put(role, new Known(Passwords.known(password), verifier.storedKey()));
    if (roles.size() > most) {
      roles.remove(roles.keySet().iterator().next());
    }
  }

  /// Whether the proof is that of the role's password; false also when that is not known here.
  boolean proves(String role, byte[] proof, byte[] nonce, SignIn.Verifier verifier) {
    return known(role, verifier)
        .map(password -> Passwords.proves(proof, password, nonce))
        .orElse(false);
  }

  private synchronized Optional<byte[]> known(String role, SignIn.Verifier verifier) {
    Known found = roles.get(role);
    if (found == null) {
      return Optional.empty();
    }
    if (!verifier.genuine() || !MessageDigest.isEqual(found.storedKey(), verifier.storedKey())) {
      roles.remove(role);
      Arrays.fill(found.password(), (byte) 0);
      return Optional.empty();
    }
    return Optional.of(found.password().clone());
  }
}

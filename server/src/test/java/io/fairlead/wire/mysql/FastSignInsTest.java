package io.fairlead.wire.mysql;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.session.SignIn;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Passwords that are known well enough.
class FastSignInsTest {
  private static final byte[] NONCE = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PASSWORD = "pencil".getBytes(StandardCharsets.US_ASCII);

  private static SignIn.Verifier verifier(int key, boolean genuine) {
    return new SignIn.Verifier(4096, new byte[16], new byte[] {(byte) key}, new byte[32], genuine);
  }

  @Test
  void aRightPasswordIsKnownUntilTheRoleHasAnother() {
    FastSignIns known = new FastSignIns(2);
    byte[] proof = Passwords.proof(PASSWORD, NONCE);
    assertFalse(known.proves("ann", proof, NONCE, verifier(1, true)));
    known.remember("ann", PASSWORD, verifier(1, true));
    assertTrue(known.proves("ann", proof, NONCE, verifier(1, true)));
    assertFalse(known.proves("bob", proof, NONCE, verifier(1, true)));
    assertFalse(known.proves("ann", Passwords.proof(NONCE, NONCE), NONCE, verifier(1, true)));
    assertFalse(known.proves("ann", proof, NONCE, verifier(2, true)));
    assertFalse(known.proves("ann", proof, NONCE, verifier(1, true)));
  }

  @Test
  void theRoleThatWasNotUsedForLongestGivesWay() {
    FastSignIns known = new FastSignIns(2);
    byte[] proof = Passwords.proof(PASSWORD, NONCE);
    known.remember("a", PASSWORD, verifier(1, true));
    known.remember("b", PASSWORD, verifier(1, true));
    assertTrue(known.proves("a", proof, NONCE, verifier(1, true)));
    known.remember("c", PASSWORD, verifier(1, true));
    assertTrue(known.proves("a", proof, NONCE, verifier(1, true)));
    assertFalse(known.proves("b", proof, NONCE, verifier(1, true)));
  }

  @Test
  void aRoleThatMayNotSignInIsForgotten() {
    FastSignIns known = new FastSignIns(2);
    known.remember("a", PASSWORD, verifier(1, true));
    byte[] proof = Passwords.proof(PASSWORD, NONCE);
    assertFalse(known.proves("a", proof, NONCE, verifier(1, false)));
  }
}

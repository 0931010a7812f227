package io.fairlead.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("HOST", "PORT", "PASSWORD", "SSL MODE", "SSL CERTIFICATE", "SSL KEY");

  private static void near(String word, String known) {
    assertEquals(Optional.of(known), Nearest.to(word, KNOWN));
  }

  @Test
  void findsOneMistakeInThreeLetters() {
    near("HSOT", "HOST");
    near("PASWORD", "PASSWORD");
    near("SSLMODE", "SSL MODE");
    near("SSL CERTIFIKATE", "SSL CERTIFICATE");
    near("PORTS", "PORT");
    near("PORT", "PORT");
  }

  @Test
  void findsNothingFar() {
    for (String word : List.of("X", "ENGINE", "", "HS", "x".repeat(100_000))) {
      assertEquals(Optional.empty(), Nearest.to(word, KNOWN));
    }
    assertEquals(Optional.empty(), Nearest.to("HOST", List.of()));
  }

  /// The order in which the words are known does not matter.
  @Test
  void equallyNearWordsComeByTheAlphabet() {
    assertEquals(Optional.of("AB"), Nearest.to("AX", List.of("AC", "AB")));
    assertEquals(Optional.of("AB"), Nearest.to("AX", List.of("AB", "AC")));
  }

  @Test
  void theHintIsASentence() {
    assertEquals(Optional.of("Did you mean HOST?"), Nearest.hint("HOTS", KNOWN));
    assertEquals(Optional.empty(), Nearest.hint("ENGINE", KNOWN));
  }
}

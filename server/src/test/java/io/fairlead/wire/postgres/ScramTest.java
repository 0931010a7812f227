package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.session.SignIn;
import io.fairlead.wire.BrokenProtocol;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {
  private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
  private static final SignIn.Verifier VERIFIER = ScramClient.verifier("pencil", SALT, 4096, true);
  private static final byte[] BINDING = "end point".getBytes(StandardCharsets.US_ASCII);

  /// The exchange that RFC 7677 prints, with its nonces.
  @Test
  void exampleOfTheRfc() throws BrokenProtocol {
    Scram scram = new Scram(VERIFIER, Scram.PLAIN, Optional.empty());
    assertEquals(
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        scram.first("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"));
    assertEquals(
        Optional.of("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="),
        scram.last(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="));
  }

  private static Optional<String> exchange(
      String mechanism, Optional<byte[]> offered, ScramClient client, SignIn.Verifier verifier)
      throws BrokenProtocol {
    Scram scram = new Scram(verifier, mechanism, offered);
    return scram.last(client.last(scram.first(client.first(), "server")));
  }

  @Test
  void plusBindsToTheCertificate() throws BrokenProtocol {
    String header = "p=tls-server-end-point,,";
    ScramClient client = new ScramClient("", "pencil", "c", header, BINDING);
    Optional<String> last = exchange(Scram.PLUS, Optional.of(BINDING), client, VERIFIER);
    assertEquals(Optional.of(client.expectedServerLast()), last);

    ScramClient elsewhere = new ScramClient("", "pencil", "c", header, new byte[9]);
    BrokenProtocol refused =
        assertThrows(
            BrokenProtocol.class,
            () -> exchange(Scram.PLUS, Optional.of(BINDING), elsewhere, VERIFIER));
    assertEquals("28000", refused.problem().kind().sqlState());
  }

  /// Somebody in between has taken PLUS out of the offer.
  @Test
  void aDowngradeIsRefused() throws BrokenProtocol {
    ScramClient client = new ScramClient("", "pencil", "c", "y,,", new byte[0]);
    assertThrows(
        BrokenProtocol.class, () -> exchange(Scram.PLAIN, Optional.of(BINDING), client, VERIFIER));
    assertTrue(exchange(Scram.PLAIN, Optional.empty(), client, VERIFIER).isPresent());
  }

  @Test
  void wrongPasswordAndFalseVerifierFailAtTheSameStep() throws BrokenProtocol {
    ScramClient wrong = new ScramClient("", "pen", "c", "n,,", new byte[0]);
    assertEquals(Optional.empty(), exchange(Scram.PLAIN, Optional.empty(), wrong, VERIFIER));
    SignIn.Verifier notGenuine = ScramClient.verifier("pencil", SALT, 4096, false);
    ScramClient right = new ScramClient("", "pencil", "c", "n,,", new byte[0]);
    assertEquals(Optional.empty(), exchange(Scram.PLAIN, Optional.empty(), right, notGenuine));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n",
        "n,",
        "n,,",
        "n,,n=a",
        "n,,n=a,r=",
        "x,,n=a,r=b",
        "p=other,,n=a,r=b",
        "p=tls-server-end-point,,n=a,r=b",
        "n,a=root,n=a,r=b",
        "n,,m=ext,n=a,r=b"
      })
  void malformedFirst(String first) {
    Scram scram = new Scram(VERIFIER, Scram.PLAIN, Optional.empty());
    assertThrows(BrokenProtocol.class, () -> scram.first(first, "server"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c=biws",
        "c=biws,r=cserver",
        "c=biws,r=cserver,p=",
        "c=biws,r=cserver,p=!",
        "c=biws,r=other,p=AAAA",
        "c=eSws,r=cserver,p=AAAA",
        "r=cserver,c=biws,p=AAAA",
        ",p="
      })
  void malformedLast(String last) throws BrokenProtocol {
    Scram scram = new Scram(VERIFIER, Scram.PLAIN, Optional.empty());
    String unused = scram.first("n,,n=a,r=c", "server");
    assertTrue(unused.startsWith("r=cserver,"));
    assertThrows(BrokenProtocol.class, () -> scram.last(last));
  }
}

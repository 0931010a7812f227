package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Sha256;
import io.fairlead.session.SignIn;
import io.fairlead.wire.BrokenProtocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The server's side of SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677). The name inside
/// the exchange is ignored, as PostgreSQL does: the start-up message's counts.
///
/// A verifier that is not genuine goes through the same steps and fails at the last.
final class Scram {
  static final String PLAIN = "SCRAM-SHA-256";
  static final String PLUS = "SCRAM-SHA-256-PLUS";
  private static final String BINDING_TYPE = "tls-server-end-point";
  private static final int LONGEST_NONCE = 256;

  private final SignIn.Verifier verifier;
  private final String mechanism;
  private final Optional<byte[]> binding;
  private String gs2Header = "";
  private String nonce = "";
  private String firstMessages = "";

  /// @param binding the hash of the server's certificate, when PLUS was offered
  Scram(SignIn.Verifier verifier, String mechanism, Optional<byte[]> binding) {
    this.verifier = verifier;
    this.mechanism = mechanism;
    this.binding = binding;
  }

  /// @param serverNonce fresh and printable, without a comma
  /// @return the server's first message
  String first(String clientFirst, String serverNonce) throws BrokenProtocol {
    int flagEnd = clientFirst.indexOf(',');
    int headerEnd = clientFirst.indexOf(',', flagEnd + 1);
    if (flagEnd < 0 || headerEnd < 0) {
      throw malformed();
    }
    checkFlag(clientFirst.substring(0, flagEnd));
    if (headerEnd > flagEnd + 1) {
      throw new BrokenProtocol(
          Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "a client that uses an authorization identity is not supported"));
    }
    gs2Header = clientFirst.substring(0, headerEnd + 1);
    String bare = clientFirst.substring(headerEnd + 1);
    String[] parts = bare.split(",", -1);
    if (parts.length < 2 || !parts[0].startsWith("n=") || !parts[1].startsWith("r=")) {
      throw malformed();
    }
    String clientNonce = parts[1].substring(2);
    if (clientNonce.isEmpty() || clientNonce.length() > LONGEST_NONCE) {
      throw malformed();
    }
    nonce = clientNonce + serverNonce;
    String serverFirst =
        "r="
            + nonce
            + ",s="
            + Base64.getEncoder().encodeToString(verifier.salt())
            + ",i="
            + verifier.iterations();
    firstMessages = bare + "," + serverFirst;
    return serverFirst;
  }

  private void checkFlag(String flag) throws BrokenProtocol {
    boolean plus = mechanism.equals(PLUS);
    switch (flag) {
      case "n" -> {
        if (plus) {
          throw malformed();
        }
      }
      case "y" -> {
        if (plus) {
          throw malformed();
        }
        // The client believes that we cannot bind, but we offered it: somebody is in between.
        if (binding.isPresent()) {
          throw refused("the client did not see that the server offered channel binding");
        }
      }
      case "p=" + BINDING_TYPE -> {
        if (!plus) {
          throw malformed();
        }
      }
      default -> throw malformed();
    }
  }

  /// @return the server's last message; empty when the password is wrong
  Optional<String> last(String clientFinal) throws BrokenProtocol {
    int proofAt = clientFinal.lastIndexOf(",p=");
    if (proofAt < 0) {
      throw malformed();
    }
    String withoutProof = clientFinal.substring(0, proofAt);
    String[] parts = withoutProof.split(",", -1);
    if (parts.length < 2 || !parts[0].startsWith("c=") || !parts[1].startsWith("r=")) {
      throw malformed();
    }
    if (!MessageDigest.isEqual(decode(parts[0].substring(2)), expectedBinding())) {
      throw refused("the channel binding does not match: the TLS connection ends elsewhere");
    }
    if (!parts[1].substring(2).equals(nonce)) {
      throw malformed();
    }
    byte[] authMessage = ascii(firstMessages + "," + withoutProof);
    byte[] proof = decode(clientFinal.substring(proofAt + 3));
    byte[] signature = Sha256.hmac(verifier.storedKey(), authMessage);
    if (proof.length != signature.length) {
      throw malformed();
    }
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    boolean matches = MessageDigest.isEqual(Sha256.of(proof), verifier.storedKey());
    if (!matches || !verifier.genuine()) {
      return Optional.empty();
    }
    return Optional.of(
        "v=" + Base64.getEncoder().encodeToString(Sha256.hmac(verifier.serverKey(), authMessage)));
  }

  private byte[] expectedBinding() {
    byte[] header = ascii(gs2Header);
    if (!mechanism.equals(PLUS)) {
      return header;
    }
    byte[] data = binding.orElseThrow();
    byte[] both = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, both, header.length, data.length);
    return both;
  }

  private static byte[] decode(String base64) throws BrokenProtocol {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException wrong) {
      throw malformed();
    }
  }

  private static BrokenProtocol malformed() {
    return BrokenProtocol.of("malformed SCRAM message");
  }

  private static BrokenProtocol refused(String message) {
    return new BrokenProtocol(Problem.of(ProblemKind.ROLE_REFUSED, message));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

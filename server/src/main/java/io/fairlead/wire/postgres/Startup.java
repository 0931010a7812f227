package io.fairlead.wire.postgres;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.session.SignIn;
import io.fairlead.session.SignInThrottle;
import io.fairlead.wire.BrokenProtocol;
import io.fairlead.wire.ClientSocket;
import io.fairlead.wire.TlsIdentity;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// Everything before a client is signed in: requests for TLS, to cancel, the start-up message and
/// the proof of the password.
final class Startup {
  private static final int SSL_REQUEST = 80877103;
  private static final int GSSENC_REQUEST = 80877104;
  private static final int CANCEL_REQUEST = 80877102;
  private static final int MAJOR_VERSION = 3;
  private static final int NEWEST_VERSION = MAJOR_VERSION << 16;
  private static final int SASL = 10;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;
  private static final int OK = 0;
  private static final int NONCE_BYTES = 18;

  private final ClientSocket client;
  private final MessageReader in;
  private final MessageWriter out;
  private final Optional<TlsIdentity> tls;
  private final CancelKeys keys;
  private final SignInThrottle throttle;

  Startup(
      ClientSocket client,
      MessageReader in,
      MessageWriter out,
      Optional<TlsIdentity> tls,
      CancelKeys keys,
      SignInThrottle throttle) {
    this.client = client;
    this.in = in;
    this.out = out;
    this.tls = tls;
    this.keys = keys;
    this.throttle = throttle;
  }

  /// Answers what comes before the start-up message, and reads that.
  ///
  /// @return empty when the client only wanted to cancel something
  Optional<StartupRequest> request() throws IOException {
    boolean askedForTls = false;
    boolean askedForGss = false;
    while (true) {
      in.nextUntyped();
      int code = in.int32();
      switch (code) {
        case SSL_REQUEST -> {
          if (askedForTls) {
            throw BrokenProtocol.of("TLS was asked for twice");
          }
          askedForTls = true;
          answerTls();
        }
        case GSSENC_REQUEST -> {
          if (askedForGss) {
            throw BrokenProtocol.of("GSSAPI encryption was asked for twice");
          }
          askedForGss = true;
          out.bare('N');
          out.flush();
        }
        case CANCEL_REQUEST -> {
          keys.cancel(in.int32(), in.int32());
          return Optional.empty();
        }
        default -> {
          if (code >>> 16 != MAJOR_VERSION) {
            throw new BrokenProtocol(
                Problem.of(
                    ProblemKind.NOT_SUPPORTED,
                    "unsupported frontend protocol %d.%d: server supports 3.0"
                        .formatted(code >>> 16, code & 0xffff)));
          }
          return Optional.of(StartupRequest.read(in, code & 0xffff));
        }
      }
    }
  }

  private void answerTls() throws IOException {
    if (tls.isEmpty()) {
      out.bare('N');
      out.flush();
      return;
    }
    // Bytes sent in the clear must not be taken for bytes that came through TLS (CVE-2021-23214).
    if (in.holdsMore()) {
      throw BrokenProtocol.of("received unencrypted data after the request for TLS");
    }
    out.bare('S');
    out.flush();
    client.startTls(tls.get());
  }

  /// Returns when the client has proved to be the role that it claims.
  void authenticate(StartupRequest request, SignIn signIn, SecureRandom random) throws IOException {
    if (tls.isPresent() && !client.isTls() && !client.source().isLoopbackAddress()) {
      throw new BrokenProtocol(
          Problem.of(ProblemKind.ROLE_REFUSED, "clients on other hosts must use TLS")
              .withHint("Connect with sslmode=require or stricter."));
    }
    Duration pause = throttle.pause(client.source(), request.user());
    if (!pause.isZero()) {
      throw new BrokenProtocol(SignInThrottle.problem(request.user(), pause));
    }
    if (request.minorVersion() > 0 || !request.unknownExtensions().isEmpty()) {
      negotiateVersion(request);
    }
    Optional<byte[]> binding =
        client.isTls()
            ? ChannelBinding.endPoint(tls.orElseThrow().certificate())
            : Optional.empty();
    offer(binding.isPresent());

    readPassword();
    String mechanism = in.cstring();
    if (!mechanism.equals(Scram.PLAIN) && !(mechanism.equals(Scram.PLUS) && binding.isPresent())) {
      throw BrokenProtocol.of("the client chose an authentication mechanism that was not offered");
    }
    Scram scram = new Scram(signIn.verifier(request.user()), mechanism, binding);
    String clientFirst = in.text(in.int32());
    in.expectEnd();
    sasl(SASL_CONTINUE, scram.first(clientFirst, nonce(random)));
    out.flush();

    readPassword();
    Optional<String> last = scram.last(in.text(in.remaining()));
    if (last.isEmpty()) {
      throttle.failed(client.source(), request.user());
      throw new BrokenProtocol(
          Problem.of(
              ProblemKind.SIGN_IN_REFUSED,
              "password authentication failed for role \"" + request.user() + "\""));
    }
    throttle.succeeded(client.source(), request.user());
    sasl(SASL_FINAL, last.get());
    out.begin(Backend.AUTHENTICATION);
    out.putInt(OK);
    out.end();
  }

  private void negotiateVersion(StartupRequest request) {
    out.begin(Backend.NEGOTIATE_VERSION);
    out.putInt(NEWEST_VERSION);
    out.putInt(request.unknownExtensions().size());
    request.unknownExtensions().forEach(out::putCString);
    out.end();
  }

  private void offer(boolean plus) throws IOException {
    out.begin(Backend.AUTHENTICATION);
    out.putInt(SASL);
    if (plus) {
      out.putCString(Scram.PLUS);
    }
    out.putCString(Scram.PLAIN);
    out.putByte(0);
    out.end();
    out.flush();
  }

  private void sasl(int step, String message) {
    out.begin(Backend.AUTHENTICATION);
    out.putInt(step);
    out.putText(message);
    out.end();
  }

  private void readPassword() throws IOException {
    byte type = in.next();
    if (type == MessageReader.END) {
      throw new EOFException();
    }
    if (type != Frontend.PASSWORD) {
      throw BrokenProtocol.of("expected a SASL response");
    }
  }

  private static String nonce(SecureRandom random) {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
  }
}

package io.fairlead.wire.mysql;

import io.fairlead.base.Problem;
import io.fairlead.base.ProblemKind;
import io.fairlead.session.SignIn;
import io.fairlead.session.SignInThrottle;
import io.fairlead.wire.BrokenProtocol;
import io.fairlead.wire.ClientSocket;
import io.fairlead.wire.TlsIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// Everything before a client is signed in: the greeting, the change to TLS, and the proof of the
/// password by `caching_sha2_password`. Clients that begin with another plugin are asked to switch.
///
/// The first client of a role sends its password, inside TLS or, from this machine, under a key; what
/// is checked is the role's SCRAM verifier, so that one verifier serves all protocols.
final class Login {
  private static final String PLUGIN = "caching_sha2_password";
  private static final int VERSION = 10;
  private static final int UTF8MB4_GENERAL_CI = 45;
  private static final int NONCE_BYTES = 20;
  private static final int FIRST_PART = 8;
  private static final int UNUSED = 10;
  private static final int AUTOCOMMIT = 2;
  private static final int SWITCH = 0xfe;
  private static final int MORE_DATA = 1;
  private static final int FAST_SUCCEEDED = 3;
  private static final int SEND_PASSWORD = 4;
  private static final int WANTS_KEY = 2;

  private final ClientSocket client;
  private final PacketReader in;
  private final PacketWriter out;
  private final Optional<TlsIdentity> tls;
  private final SignIn signIn;
  private final SignInThrottle throttle;
  private final FastSignIns known;
  private final PasswordKey key;
  private final SecureRandom random;
  private byte[] nonce = new byte[0];
  private Capabilities capabilities = new Capabilities(0);

  Login(
      ClientSocket client,
      PacketReader in,
      PacketWriter out,
      Optional<TlsIdentity> tls,
      SignIn signIn,
      SignInThrottle throttle,
      FastSignIns known,
      PasswordKey key,
      SecureRandom random) {
    this.client = client;
    this.in = in;
    this.out = out;
    this.tls = tls;
    this.signIn = signIn;
    this.throttle = throttle;
    this.known = known;
    this.key = key;
    this.random = random;
  }

  /// What both sides can do, as far as that is known.
  Capabilities capabilities() {
    return capabilities;
  }

  /// Greets the client and reads who it is.
  LoginRequest request(int number, String version) throws IOException {
    Capabilities offered = Capabilities.offered(tls.isPresent());
    greet(number, version, offered);
    in.next();
    Capabilities asked = asked(offered);
    if (asked.has(Capabilities.SSL)) {
      // What came behind the request goes to TLS, so nothing sent in the clear is taken for more.
      client.startTls(tls.orElseThrow(), in.takeRest());
      in.next();
      asked = asked(offered);
    }
    capabilities = asked;
    return LoginRequest.response(in, asked);
  }

  private void greet(int number, String version, Capabilities offered) throws IOException {
    nonce = freshNonce();
    out.begin();
    out.put8(VERSION);
    out.putCString(version);
    out.put32(number);
    out.putBytes(Arrays.copyOf(nonce, FIRST_PART));
    out.put8(0);
    out.put16(offered.bits());
    out.put8(UTF8MB4_GENERAL_CI);
    out.put16(AUTOCOMMIT);
    out.put16(offered.bits() >>> 16);
    out.put8(NONCE_BYTES + 1);
    out.putZeros(UNUSED);
    out.putBytes(Arrays.copyOfRange(nonce, FIRST_PART, NONCE_BYTES));
    out.put8(0);
    out.putCString(PLUGIN);
    out.end();
    out.flush();
  }

  private Capabilities asked(Capabilities offered) throws IOException {
    Capabilities asked = offered.and(in.int32());
    int needed = Capabilities.PROTOCOL_41 | Capabilities.SECURE_CONNECTION;
    if ((asked.bits() & needed) != needed) {
      throw new BrokenProtocol(
          Problem.of(
              ProblemKind.NOT_SUPPORTED,
              "clients older than MySQL 4.1 are not supported"));
    }
    return asked;
  }

  /// Without a zero byte, which ends it, and a dollar, which older servers had no use for either.
  private byte[] freshNonce() {
    byte[] fresh = new byte[NONCE_BYTES];
    random.nextBytes(fresh);
    for (int i = 0; i < fresh.length; i++) {
      fresh[i] &= 0x7f;
      if (fresh[i] == 0 || fresh[i] == '$') {
        fresh[i]++;
      }
    }
    return fresh;
  }

  /// Returns when the client has proved to be the role that it claims.
  ///
  /// @param again it was somebody else before, so that the nonce was used
  void authenticate(LoginRequest request, boolean again) throws IOException {
    mustBeSafe();
    String role = request.user();
    Duration pause = throttle.pause(client.source(), role);
    if (!pause.isZero()) {
      throw new BrokenProtocol(SignInThrottle.problem(role, pause));
    }
    byte[] proof = request.proof();
    if (again || !request.plugin().equals(PLUGIN)) {
      proof = switchPlugin(request);
    }
    SignIn.Verifier verifier = signIn.verifier(role);
    if (proof.length == Passwords.PROOF_BYTES && known.proves(role, proof, nonce, verifier)) {
      moreData(FAST_SUCCEEDED);
    } else {
      byte[] password = proof.length == 0 ? new byte[0] : password();
      if (!verifier.matches(text(password))) {
        throttle.failed(client.source(), role);
        throw new BrokenProtocol(
            Problem.of(
                ProblemKind.SIGN_IN_REFUSED,
                "password authentication failed for role \"" + role + "\""));
      }
      known.remember(role, password, verifier);
      Arrays.fill(password, (byte) 0);
    }
    throttle.succeeded(client.source(), role);
  }

  private void mustBeSafe() throws BrokenProtocol {
    if (!client.isTls() && !client.source().isLoopbackAddress()) {
      throw new BrokenProtocol(
          Problem.of(
                  ProblemKind.INSECURE_SIGN_IN,
                  "connections using insecure transport are prohibited: clients on other hosts must"
                      + " use TLS")
              .withHint("Connect with --ssl, sslMode=REQUIRED or stricter."));
    }
  }

  private byte[] switchPlugin(LoginRequest request) throws IOException {
    if (!request.capabilities().has(Capabilities.PLUGIN_AUTH)) {
      throw new BrokenProtocol(
          Problem.of(
                  ProblemKind.OLD_AUTHENTICATION,
                  "client does not support the authentication protocol " + PLUGIN)
              .withHint("Use a newer client."));
    }
    nonce = freshNonce();
    out.begin();
    out.put8(SWITCH);
    out.putCString(PLUGIN);
    out.putBytes(nonce);
    out.put8(0);
    out.end();
    out.flush();
    in.next();
    return in.bytes(in.remaining());
  }

  private void moreData(int what) throws IOException {
    out.begin();
    out.put8(MORE_DATA);
    out.put8(what);
    out.end();
    out.flush();
  }

  /// Asks for the password itself.
  private byte[] password() throws IOException {
    moreData(SEND_PASSWORD);
    in.next();
    if (client.isTls()) {
      return withoutEnd(in.bytes(in.remaining()));
    }
    if (in.remaining() != 1 || in.int8() != WANTS_KEY) {
      throw new BrokenProtocol(
          Problem.of(
              ProblemKind.INSECURE_SIGN_IN, "a password is not taken in the clear"));
    }
    out.begin();
    out.put8(MORE_DATA);
    out.putText(key.publicText());
    out.end();
    out.flush();
    in.next();
    return key.decrypt(in.bytes(in.remaining()))
        .map(masked -> withoutEnd(Passwords.xor(masked, nonce)))
        .orElseThrow(() -> BrokenProtocol.of("the password was not encrypted with the server's key"));
  }

  private static byte[] withoutEnd(byte[] password) {
    int length = password.length;
    return length > 0 && password[length - 1] == 0 ? Arrays.copyOf(password, length - 1) : password;
  }

  private static String text(byte[] password) {
    return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(password)).toString();
  }
}

package io.fairlead.wire.postgres;

import io.fairlead.base.Refusal;
import io.fairlead.session.Session;
import io.fairlead.session.SignIn;
import io.fairlead.session.SignInThrottle;
import io.fairlead.wire.BrokenProtocol;
import io.fairlead.wire.CannedClient;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Whatever an unknown client sends, it is answered with whole messages and refused, or it has
/// proved its password.
public final class StartupFuzz {
  private static final byte[] SALT = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int ITERATIONS = 4096;
  private static final SignIn.Verifier VERIFIER =
      ScramClient.verifier(ScriptedSignIn.PASSWORD, SALT, ITERATIONS, true);

  private StartupFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    var client = CannedClient.sending(input, answers);
    MessageReader in = new MessageReader(client);
    MessageWriter out = new MessageWriter(client::write);
    Constant random = new Constant();
    SignInThrottle throttle = new SignInThrottle(() -> 0, 1);
    Startup startup =
        new Startup(client, in, out, Optional.empty(), new CancelKeys(random), throttle);
    try {
      Optional<StartupRequest> request = startup.request();
      if (request.isPresent()) {
        startup.authenticate(request.get(), new OneRole(), random);
      }
    } catch (EOFException ended) {
      return;
    } catch (BrokenProtocol broken) {
      out.abandon();
      Remarks.fatal(out, broken.problem());
    } catch (Refusal refusal) {
      out.abandon();
      Remarks.fatal(out, refusal.problem());
    }
    out.flush();
    Answers.wellFormed(afterBareAnswers(answers.toByteArray()));
  }

  /// The answer to a request for encryption is a single `N`, no message.
  private static byte[] afterBareAnswers(byte[] answers) {
    int from = 0;
    while (from < answers.length && answers[from] == 'N') {
      from++;
    }
    return Arrays.copyOfRange(answers, from, answers.length);
  }

  /// Always the same nonce, so that a recorded proof is right.
  private static final class Constant extends SecureRandom {
    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static final class OneRole implements SignIn {
    @Override
    public Verifier verifier(String role) {
      return VERIFIER;
    }

    @Override
    public int number() {
      return 1;
    }

    @Override
    public Session open(Opening opening) {
      return new EchoSession();
    }
  }

  public static List<byte[]> seeds() {
    try {
      byte[] ssl = untyped(RawClient.body().int32(80877103));
      byte[] gss = untyped(RawClient.body().int32(80877104));
      byte[] cancel = untyped(RawClient.body().int32(80877102).int32(1).int32(2));
      byte[] simple = startup(3 << 16, "user", "ann", "database", "fairlead");
      byte[] full =
          startup(
              (3 << 16) + 2,
              "user",
              "ann",
              "options",
              "-c a=b --c-d=e\\ f",
              "_pq_.x",
              "1",
              "replication",
              "off");
      byte[] signIn = signIn();
      return List.of(
          cancel, simple, full, signIn, joined(ssl, simple), joined(gss, joined(ssl, signIn)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] startup(int version, String... settings) throws IOException {
    RawClient.Body body = RawClient.body().int32(version);
    for (String setting : settings) {
      body.cstring(setting);
    }
    return untyped(body.int8(0));
  }

  private static byte[] signIn() throws IOException {
    ScramClient scram =
        new ScramClient("", ScriptedSignIn.PASSWORD, "client", "n,,", new byte[0]);
    Base64.Encoder base64 = Base64.getEncoder();
    String nonce = base64.encodeToString(new byte[18]);
    String first = scram.first();
    String last =
        scram.last("r=client" + nonce + ",s=" + base64.encodeToString(SALT) + ",i=" + ITERATIONS);
    byte[] initial =
        ConversationFuzz.message(
            'p',
            RawClient.body().cstring("SCRAM-SHA-256").int32(first.length()).text(first));
    byte[] proof = ConversationFuzz.message('p', RawClient.body().text(last));
    return joined(
        startup(3 << 16, "user", "ann", "database", "fairlead"), joined(initial, proof));
  }

  private static byte[] untyped(RawClient.Body body) throws IOException {
    byte[] bytes = body.toBytes();
    return RawClient.body().int32(bytes.length + 4).bytes(bytes).toBytes();
  }

  private static byte[] joined(byte[] one, byte[] other) throws IOException {
    return RawClient.body().bytes(one).bytes(other).toBytes();
  }
}

package io.fairlead.wire.mysql;

import io.fairlead.base.Refusal;
import io.fairlead.session.SignIn;
import io.fairlead.session.SignInThrottle;
import io.fairlead.wire.BrokenProtocol;
import io.fairlead.wire.CannedClient;
import io.fairlead.wire.ClientSocket;
import io.fairlead.wire.postgres.EchoSession;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Whatever a client sends, before or after it has signed in, it is answered with whole packets and
/// never by an incident. The first byte of an input says which of the two it is.
public final class PacketsFuzz {
  private static final byte BEFORE = 'b';

  private PacketsFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    ClientSocket client =
        CannedClient.sending(Arrays.copyOfRange(input, 1, input.length), answers);
    Sequence sequence = new Sequence();
    PacketReader in = new PacketReader(client, sequence);
    PacketWriter out = new PacketWriter(client::write, sequence);
    try {
      if (input[0] == BEFORE) {
        signIn(client, in, out);
      } else {
        in.signedIn();
        new Conversation(
                new EchoSession(), Capabilities.offered(false), in, out, new Random(1), () -> "")
            .run();
      }
    } catch (EOFException ended) {
      return;
    } catch (BrokenProtocol broken) {
      out.abandon();
      Replies.error(out, broken.problem(), true);
    } catch (Refusal refusal) {
      out.abandon();
      Replies.error(out, refusal.problem(), true);
    }
    out.flush();
    wellFormed(answers.toByteArray());
  }

  private static void signIn(ClientSocket client, PacketReader in, PacketWriter out)
      throws IOException {
    Login login =
        new Login(
            client,
            in,
            out,
            Optional.empty(),
            new Nobody(),
            new SignInThrottle(() -> 0, 1),
            new FastSignIns(1),
            new PasswordKey(new SecureRandom()),
            new SecureRandom());
    login.authenticate(login.request(1, "8.0"), false);
  }

  /// Packets one after the other, and no error that is an incident.
  private static void wellFormed(byte[] answers) {
    int at = 0;
    while (at < answers.length) {
      if (at + 4 > answers.length) {
        throw new AssertionError("half a header");
      }
      int length =
          (answers[at] & 0xff) | (answers[at + 1] & 0xff) << 8 | (answers[at + 2] & 0xff) << 16;
      at += 4;
      if (at + length > answers.length) {
        throw new AssertionError("half a packet");
      }
      if (RawMysql.error(Arrays.copyOfRange(answers, at, at + length)) == 1105) {
        throw new AssertionError("an incident");
      }
      at += length;
    }
  }

  private static final class Nobody implements SignIn {
    @Override
    public int number() {
      return 1;
    }

    @Override
    public Verifier verifier(String role) {
      return new Verifier(1, new byte[16], new byte[32], new byte[32], false);
    }

    @Override
    public EchoSession open(Opening opening) {
      return new EchoSession();
    }
  }

  public static List<byte[]> seeds() {
    byte[] execute = {Command.STMT_EXECUTE, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 8, 0, 1, 2, 3, 4, 5, 6};
    return List.of(
        before(RawMysql.response("ann", new byte[32], "caching_sha2_password")),
        before(RawMysql.response("ann", new byte[20], "mysql_native_password")),
        after(text(Command.QUERY, "SELECT 'a', _binary'b'"), text(Command.PING, "")),
        after(text(Command.STMT_PREPARE, "SELECT ?"), execute),
        after(text(Command.INIT_DB, "public"), text(Command.FIELD_LIST, "t\0")),
        after(text(Command.CHANGE_USER, "ann\0\0public\0--caching_sha2_password\0")),
        after(text(Command.STMT_SEND_LONG_DATA, "\1\0\0\0\0\0abc"), text(Command.SET_OPTION, "\0\0")));
  }

  private static byte[] text(int command, String argument) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(command);
    bytes.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  private static byte[] before(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(BEFORE);
    packet(bytes, 1, body);
    packet(bytes, 3, new byte[32]);
    return bytes.toByteArray();
  }

  private static byte[] after(byte[]... bodies) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write('a');
    for (byte[] body : bodies) {
      packet(bytes, 0, body);
    }
    return bytes.toByteArray();
  }

  private static void packet(ByteArrayOutputStream bytes, int number, byte[] body) {
    bytes.write(body.length);
    bytes.write(body.length >> 8);
    bytes.write(body.length >> 16);
    bytes.write(number);
    bytes.writeBytes(body);
  }
}

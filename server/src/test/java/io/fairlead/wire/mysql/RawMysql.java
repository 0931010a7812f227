package io.fairlead.wire.mysql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A client that sends exactly the packets that a test wants, without TLS.
final class RawMysql implements AutoCloseable {
  private static final int NEVER_THIS_LONG_MILLIS = 60_000;
  private static final int CAPABILITIES =
      Capabilities.offered(false).bits()
          & ~Capabilities.DEPRECATE_EOF
          & ~Capabilities.SESSION_TRACK
          & ~Capabilities.CONNECT_WITH_DB
          & ~Capabilities.CONNECT_ATTRS;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private int sequence;

  RawMysql(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(NEVER_THIS_LONG_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  void packet(int number, byte[] body) throws IOException {
    raw((byte) body.length, (byte) (body.length >> 8), (byte) (body.length >> 16), (byte) number);
    raw(body);
  }

  void raw(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void command(int command, String text) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(command);
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    packet(0, body.toByteArray());
  }

  /// The body of the next packet; empty when the server has closed.
  byte[] read() throws IOException {
    int first = in.read();
    if (first < 0) {
      return new byte[0];
    }
    int length = first | in.read() << 8 | in.read() << 16;
    sequence = in.read();
    byte[] body = new byte[length];
    in.readFully(body);
    return body;
  }

  /// Of the packet that was read last.
  int sequence() {
    return sequence;
  }

  /// The number of an ERR packet; 0 for any other.
  static int error(byte[] body) {
    return body.length > 2 && body[0] == (byte) 0xff
        ? (body[1] & 0xff) | (body[2] & 0xff) << 8
        : 0;
  }

  /// A HandshakeResponse41.
  static byte[] response(String user, byte[] proof, String plugin) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int shift = 0; shift < 32; shift += 8) {
      bytes.write(CAPABILITIES >> shift);
    }
    bytes.writeBytes(new byte[] {0, 0, 0, 1, 45});
    bytes.writeBytes(new byte[23]);
    bytes.writeBytes((user + "\0").getBytes(StandardCharsets.UTF_8));
    bytes.write(proof.length);
    bytes.writeBytes(proof);
    bytes.writeBytes((plugin + "\0").getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /// The twenty bytes of a greeting.
  static byte[] nonce(byte[] greeting) {
    int versionEnd = 1;
    while (greeting[versionEnd] != 0) {
      versionEnd++;
    }
    byte[] nonce = Arrays.copyOfRange(greeting, versionEnd + 5, versionEnd + 25);
    System.arraycopy(greeting, versionEnd + 32, nonce, 8, 12);
    return nonce;
  }

  /// Signs in by the fast path: the password must have been right before.
  byte[] signIn(String user, String password) throws IOException {
    byte[] proof = Passwords.proof(password.getBytes(StandardCharsets.UTF_8), nonce(read()));
    packet(1, response(user, proof, "caching_sha2_password"));
    byte[] answer = read();
    return answer.length == 2 && answer[1] == 3 ? read() : answer;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

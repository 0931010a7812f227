package io.fairlead.connector.mysql;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A server that greets as MySQL does and then misbehaves. It keeps what it is sent.
final class RogueMysql implements AutoCloseable {
  /// What it does with a caller.
  enum Behaviour {
    /// Answers the first query with a request for one of the client's files.
    ASKS_FOR_A_FILE,
    /// Lets the caller in, and tells it to go to another server.
    SENDS_ELSEWHERE,
    /// Asks for the password in clear text.
    ASKS_FOR_THE_PASSWORD,
    /// Sends a greeting that has no end.
    GREETS_FOR_EVER,
    /// Greets, and says no more.
    FALLS_SILENT,
    /// Refuses with a number of its own and a text that should not be repeated.
    REFUSES
  }

  static final String TEXT = "the server's own words";

  private static final int PROTOCOL_41 = 0x200;
  private static final int LOCAL_FILES = 0x80;
  private static final int SECURE_CONNECTION = 0x8000;
  private static final int PLUGIN_AUTH = 0x8_0000;
  private static final int SESSION_TRACK = 0x80_0000;
  private static final int CAPABILITIES =
      1 | LOCAL_FILES | PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH | SESSION_TRACK;

  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final String wanted;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private RogueMysql(ServerSocket listener, Behaviour behaviour, String wanted) {
    this.listener = listener;
    this.behaviour = behaviour;
    this.wanted = wanted;
  }

  /// @param wanted the file that it asks for, or the URL that it sends its callers to
  static RogueMysql start(Behaviour behaviour, String wanted) throws IOException {
    RogueMysql rogue =
        new RogueMysql(
            new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), behaviour, wanted);
    Thread.ofVirtual().start(rogue::serve);
    return rogue;
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Everything that callers sent, one byte a character.
  String received() {
    synchronized (received) {
      return received.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        misbehave(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
      } catch (IOException gone) {
        // The other side has had enough, or the test has.
      }
    }
  }

  private void misbehave(DataInputStream in, OutputStream out) throws IOException {
    if (behaviour == Behaviour.GREETS_FOR_EVER) {
      while (true) {
        packet(out, 0, new byte[0xff_ffff]);
      }
    }
    packet(out, 0, greeting());
    if (behaviour == Behaviour.FALLS_SILENT) {
      keep(in.readAllBytes());
      return;
    }
    keep(packet(in));
    switch (behaviour) {
      case ASKS_FOR_A_FILE -> {
        packet(out, 2, welcome(new byte[0]));
        keep(packet(in));
        packet(out, 1, join(new byte[] {(byte) 0xfb}, ascii(wanted)));
        keep(packet(in));
        packet(out, 3, welcome(new byte[0]));
      }
      case SENDS_ELSEWHERE -> packet(out, 2, welcome(redirect()));
      case ASKS_FOR_THE_PASSWORD ->
          packet(out, 2, join(new byte[] {(byte) 0xfe}, ascii("mysql_clear_password\0")));
      case REFUSES ->
          packet(out, 2, join(new byte[] {(byte) 0xff, (byte) 0x39, 0x30}, ascii("#42000" + TEXT)));
      default -> throw new IllegalStateException(behaviour.name());
    }
    keep(in.readAllBytes());
  }

  private static byte[] greeting() {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    payload.write(10);
    payload.writeBytes(ascii("8.4.0\0"));
    payload.writeBytes(new byte[] {1, 0, 0, 0});
    payload.writeBytes(ascii("12345678\0"));
    payload.writeBytes(new byte[] {(byte) CAPABILITIES, (byte) (CAPABILITIES >> 8)});
    payload.writeBytes(new byte[] {45, 2, 0});
    payload.writeBytes(new byte[] {(byte) (CAPABILITIES >> 16), (byte) (CAPABILITIES >> 24), 21});
    payload.writeBytes(new byte[10]);
    payload.writeBytes(ascii("123456789012\0mysql_native_password\0"));
    return payload.toByteArray();
  }

  /// An OK packet; with news of the session when there are any.
  private static byte[] welcome(byte[] news) {
    boolean some = news.length > 0;
    byte[] start = {0, 0, 0, 2, (byte) (some ? 0x40 : 0), 0, 0, 0};
    return some ? join(start, join(new byte[] {(byte) news.length}, news)) : start;
  }

  /// The news that the variable `redirect_url` has changed.
  private byte[] redirect() {
    byte[] name = ascii("redirect_url");
    byte[] value = ascii(wanted);
    byte[] pair =
        join(
            join(new byte[] {(byte) name.length}, name),
            join(new byte[] {(byte) value.length}, value));
    return join(new byte[] {0, (byte) pair.length}, pair);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(first);
    both.writeBytes(second);
    return both.toByteArray();
  }

  private static void packet(OutputStream out, int number, byte[] payload) throws IOException {
    int length = payload.length;
    byte[] header = {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) number};
    out.write(join(header, payload));
    out.flush();
  }

  private static byte[] packet(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    in.skipNBytes(1);
    return in.readNBytes(length);
  }

  private void keep(byte[] bytes) {
    synchronized (received) {
      received.writeBytes(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

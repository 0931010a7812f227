package io.fairlead.connector.sqlserver;

import io.fairlead.connector.Authority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Answers as SQL Server does to a sign-in and to one query, which is all that a probe asks. It is
/// no database: there is none that can be started here. It keeps what it is sent.
final class TdsServer implements AutoCloseable {
  /// What it does with somebody who signs in.
  enum Answer {
    WELCOME,
    /// Lets in whoever has the password.
    CHECK_PASSWORD,
    /// There is no such database.
    NO_DATABASE,
    /// Lets in, and names another server for when this one fails.
    NAMES_A_PARTNER,
    /// Lets in, and sends to another server.
    SENDS_ELSEWHERE,
    /// Says nothing more.
    FALLS_SILENT,
    /// Answers with what is no token.
    TALKS_NONSENSE
  }

  /// What the query about the database gives: CDC and the state of snapshot isolation.
  record Database(boolean captures, int snapshots) {}

  static final String PASSWORD = "canary-6ab31f";
  static final String TEXT = "the server's own words";

  private static final int RESPONSE = 0x04;
  private static final int DONE = 0xfd;
  private static final int ENVIRONMENT = 0xe3;

  private final ServerSocket listener;
  private final Answer answer;
  private final Database database;
  private final Optional<SSLContext> tls;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  private TdsServer(
      ServerSocket listener, Answer answer, Database database, Optional<SSLContext> tls) {
    this.listener = listener;
    this.answer = answer;
    this.database = database;
    this.tls = tls;
  }

  static TdsServer start(Answer answer) throws IOException {
    return start(answer, new Database(true, 1), Optional.empty());
  }

  static TdsServer start(Answer answer, Database database) throws IOException {
    return start(answer, database, Optional.empty());
  }

  /// One that speaks over TLS only.
  static TdsServer start(Answer answer, Authority.Identity identity) throws Exception {
    return start(answer, new Database(true, 1), Optional.of(context(identity)));
  }

  private static TdsServer start(Answer answer, Database database, Optional<SSLContext> tls)
      throws IOException {
    TdsServer server =
        new TdsServer(
            new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), answer, database, tls);
    Thread.ofVirtual().start(server::serve);
    return server;
  }

  private static SSLContext context(Authority.Identity identity)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  int port() {
    return listener.getLocalPort();
  }

  /// What callers sent inside their packets, one byte a character.
  String received() {
    synchronized (received) {
      return received.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        talk(socket);
      } catch (IOException gone) {
        // The other side has had enough, or the test has.
      }
    }
  }

  private void talk(Socket plain) throws IOException {
    read(plain.getInputStream());
    Packets.write(plain.getOutputStream(), RESPONSE, prelogin());
    Socket socket = plain;
    if (tls.isPresent()) {
      socket = shakeHands(plain, tls.get());
    }
    byte[] login = read(socket.getInputStream());
    if (answer == Answer.FALLS_SILENT) {
      read(socket.getInputStream());
      return;
    }
    Packets.write(socket.getOutputStream(), RESPONSE, answer(login));
    while (true) {
      read(socket.getInputStream());
      Packets.write(socket.getOutputStream(), RESPONSE, result());
    }
  }

  /// The handshake goes inside packets, what follows does not.
  private static Socket shakeHands(Socket plain, SSLContext context) throws IOException {
    Packets.Wrapped wrapped = new Packets.Wrapped(plain);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(wrapped, InputStream.nullInputStream(), true);
    socket.setUseClientMode(false);
    // As the servers of this protocol do: later versions send more after the handshake.
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.startHandshake();
    wrapped.unwrap();
    return socket;
  }

  private byte[] read(InputStream in) throws IOException {
    byte[] message = Packets.read(in);
    synchronized (received) {
      received.writeBytes(message);
    }
    return message;
  }

  /// Its version, and whether it wants encryption: 1 is on, 2 is not supported.
  private byte[] prelogin() {
    byte encryption = (byte) (tls.isPresent() ? 1 : 2);
    byte[] version = {16, 0, 0x10, 0x10, 0, 0};
    return bytes(
        0, 0, 11, 0, version.length, 1, 0, 11 + version.length, 0, 1, 0xff, version, encryption);
  }

  private byte[] answer(byte[] login) {
    return switch (answer) {
      case CHECK_PASSWORD ->
          password(login).equals(PASSWORD) ? welcome(new byte[0]) : refusal(18456);
      case NO_DATABASE -> refusal(4060);
      case NAMES_A_PARTNER -> welcome(change(13, counted("partner.invalid"), new byte[] {0}));
      case SENDS_ELSEWHERE -> welcome(change(20, route(), new byte[] {0, 0}));
      case TALKS_NONSENSE -> bytes(0x01, 0x02, 0x03, 0x04);
      default -> welcome(new byte[0]);
    };
  }

  /// The field that the sign-in hides by swapping the halves of each byte and turning some bits.
  private static String password(byte[] login) {
    ByteBuffer fields = ByteBuffer.wrap(login).order(ByteOrder.LITTLE_ENDIAN);
    int start = fields.getShort(44);
    byte[] hidden = new byte[2 * fields.getShort(46)];
    for (int i = 0; i < hidden.length; i++) {
      int turned = (login[start + i] ^ 0xa5) & 0xff;
      hidden[i] = (byte) ((turned << 4) | (turned >> 4));
    }
    return new String(hidden, StandardCharsets.UTF_16LE);
  }

  private static byte[] welcome(byte[] more) {
    byte[] name = counted("Microsoft SQL Server");
    byte[] version = {16, 0, 0x10, 0x10};
    int length = 5 + name.length + version.length;
    return bytes(0xad, length, 0, 1, 0x74, 0, 0, 4, name, version, more, done(0, 0));
  }

  private static byte[] refusal(int number) {
    byte[] text = utf16(TEXT);
    byte[] body =
        bytes(little(number, 4), 1, 14, text.length / 2, 0, text, counted("s"), 0, little(1, 4));
    return bytes(0xaa, little(body.length, 2), body, done(2, 0));
  }

  private static byte[] change(int what, byte[] now, byte[] before) {
    return bytes(ENVIRONMENT, little(1 + now.length + before.length, 2), what, now, before);
  }

  private static byte[] route() {
    byte[] host = utf16("elsewhere.invalid");
    byte[] value = bytes(0, little(1433, 2), little(host.length / 2, 2), host);
    return bytes(little(value.length, 2), value);
  }

  /// One row of a flag and a small number.
  private byte[] result() {
    byte[] columns =
        bytes(
            0x81,
            2,
            0,
            little(0, 4),
            0,
            0,
            0x32,
            counted("is_cdc_enabled"),
            little(0, 4),
            0,
            0,
            0x30,
            counted("snapshot_isolation_state"));
    byte[] row = bytes(0xd1, database.captures() ? 1 : 0, database.snapshots());
    return bytes(columns, row, done(0x10, 1));
  }

  private static byte[] done(int status, int rows) {
    return bytes(DONE, little(status, 2), 0xc1, 0, little(rows, 8));
  }

  private static byte[] counted(String text) {
    return bytes(text.length(), utf16(text));
  }

  private static byte[] utf16(String text) {
    return text.getBytes(StandardCharsets.UTF_16LE);
  }

  private static byte[] little(int value, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < Math.min(width, 4); i++) {
      bytes[i] = (byte) (value >> (8 * i));
    }
    return bytes;
  }

  /// Numbers as single bytes, and arrays of them.
  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      switch (part) {
        case byte[] some -> all.writeBytes(some);
        case Number one -> all.write(one.intValue());
        default -> throw new IllegalArgumentException("no bytes");
      }
    }
    return all.toByteArray();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

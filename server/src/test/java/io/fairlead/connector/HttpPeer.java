package io.fairlead.connector;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A service over HTTP that answers every request as its behaviour says, and remembers what it was
/// asked. It works on bytes, so that an answer can be as wrong as a test needs it.
public final class HttpPeer implements AutoCloseable {
  /// @param line `GET /subjects HTTP/1.1`
  public record Asked(String line, Map<String, String> headers, String body) {
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /// How it answers.
  @FunctionalInterface
  public interface Behaviour {
    void answer(Asked asked, OutputStream out) throws IOException;
  }

  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  private HttpPeer(ServerSocket listener, Behaviour behaviour) {
    this.listener = listener;
    this.behaviour = behaviour;
  }

  public static HttpPeer start(Behaviour behaviour) throws IOException {
    return start(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), behaviour);
  }

  public static HttpPeer startTls(Authority.Identity identity, Behaviour behaviour)
      throws IOException {
    return start(tlsListener(identity.context(Optional.empty())), behaviour);
  }

  /// For clients alone that show a certificate of `clients`.
  public static HttpPeer startForCertifiedClients(
      Authority.Identity identity, Authority clients, Behaviour behaviour) throws IOException {
    SSLServerSocket listener = tlsListener(identity.context(Optional.of(clients)));
    listener.setNeedClientAuth(true);
    return start(listener, behaviour);
  }

  private static SSLServerSocket tlsListener(SSLContext context) throws IOException {
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  }

  private static HttpPeer start(ServerSocket listener, Behaviour behaviour) {
    HttpPeer peer = new HttpPeer(listener, behaviour);
    Thread.ofVirtual().start(peer::serve);
    return peer;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// What it was asked so far, in order.
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  public static Behaviour json(int status, String body) {
    return (_, out) -> write(out, status, body);
  }

  /// Sends the caller elsewhere.
  public static Behaviour redirect(int status, String location) {
    return (_, out) ->
        out.write(
            ("HTTP/1.1 " + status + " Elsewhere\r\nLocation: " + location
                    + "\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
  }

  /// Never comes to the end of its headers.
  public static void endlessHeaders(Asked asked, OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.UTF_8));
    for (long i = 0; i >= 0; i++) {
      out.write(("X-More-" + i + ": more\r\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Never comes to the end of its body.
  public static void endlessBody(Asked asked, OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\n\r\n[".getBytes(StandardCharsets.UTF_8));
    byte[] more = "\"more\", ".repeat(1024).getBytes(StandardCharsets.UTF_8);
    for (long i = 0; i >= 0; i++) {
      out.write(more);
    }
  }

  /// Never comes to the end of its body either, which it writes byte by byte.
  public static void endlessTinyWrites(Asked asked, OutputStream out) throws IOException {
    out.write("HTTP/1.1 200 OK\r\n\r\n[".getBytes(StandardCharsets.UTF_8));
    for (long i = 0; i >= 0; i++) {
      out.write(' ');
      out.flush();
    }
  }

  /// Closes before it has said all.
  public static void halfAnswer(Asked asked, OutputStream out) throws IOException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\": {"
            .getBytes(StandardCharsets.UTF_8));
  }

  public static void write(OutputStream out, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 " + status + " So\r\nContent-Type: application/json\r\nContent-Length: "
            + bytes.length + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket;
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream()) {
      Asked next = read(in);
      asked.add(next);
      behaviour.answer(next, out);
      out.flush();
    } catch (IOException gone) {
      // The other side has had enough.
    }
  }

  private static Asked read(InputStream in) throws IOException {
    String line = line(in);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String next = line(in); !next.isEmpty(); next = line(in)) {
      int colon = next.indexOf(':');
      if (colon < 0) {
        throw new IOException("not HTTP");
      }
      headers.put(next.substring(0, colon), next.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    return new Asked(line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    List<Byte> line = new ArrayList<>();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < ' ' && next != '\r' && next != '\t') {
        throw new IOException("closed, or not HTTP, such as a greeting in TLS");
      }
      line.add((byte) next);
    }
    byte[] bytes = new byte[line.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = line.get(i);
    }
    return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

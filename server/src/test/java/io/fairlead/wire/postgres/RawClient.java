package io.fairlead.wire.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A client that sends exactly the bytes that a test wants.
final class RawClient implements AutoCloseable {
  /// @param type 0 when the server has closed the socket
  record Message(char type, byte[] body) {
    /// A text field of an error or notice.
    String field(char code) {
      for (String field : new String(body, StandardCharsets.UTF_8).split("\0")) {
        if (!field.isEmpty() && field.charAt(0) == code) {
          return field.substring(1);
        }
      }
      return "";
    }

    int int32(int at) {
      return ByteBuffer.wrap(body).getInt(at);
    }

    String text(int from) {
      return new String(body, from, body.length - from, StandardCharsets.UTF_8);
    }
  }

  /// The body of a message, part by part.
  static final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream data = new DataOutputStream(bytes);

    Body int8(int value) throws IOException {
      data.writeByte(value);
      return this;
    }

    Body int16(int value) throws IOException {
      data.writeShort(value);
      return this;
    }

    Body int32(int value) throws IOException {
      data.writeInt(value);
      return this;
    }

    Body text(String value) throws IOException {
      data.write(value.getBytes(StandardCharsets.UTF_8));
      return this;
    }

    Body cstring(String value) throws IOException {
      return text(value).int8(0);
    }

    Body bytes(byte[] value) throws IOException {
      data.write(value);
      return this;
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }
  }

  private static final int NEVER_THIS_LONG_MILLIS = 60_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(NEVER_THIS_LONG_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  static RawClient signedIn(int port) throws IOException {
    RawClient client = new RawClient(port);
    client.signIn("ann", ScriptedSignIn.PASSWORD);
    client.untilReady();
    return client;
  }

  static Body body() {
    return new Body();
  }

  void sendRaw(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void send(char type, Body body) throws IOException {
    byte[] bytes = body.toBytes();
    sendRaw(body().int8(type).int32(bytes.length + 4).bytes(bytes).toBytes());
  }

  void query(String text) throws IOException {
    send('Q', body().cstring(text));
  }

  void parse(String name, String text) throws IOException {
    send('P', body().cstring(name).cstring(text).int16(0));
  }

  /// Binds without parameters, for results in text.
  void bind(String portal, String statement) throws IOException {
    send('B', body().cstring(portal).cstring(statement).int16(0).int16(0).int16(0));
  }

  void execute(String portal, int most) throws IOException {
    send('E', body().cstring(portal).int32(most));
  }

  void sync() throws IOException {
    send('S', body());
  }

  void startup(int version, String... settings) throws IOException {
    Body body = body().int32(version);
    for (String setting : settings) {
      body.cstring(setting);
    }
    untyped(body.int8(0).toBytes());
  }

  void untyped(byte[] body) throws IOException {
    sendRaw(body().int32(body.length + 4).bytes(body).toBytes());
  }

  /// Sends the start-up message and proves the password; what comes then is the caller's to read.
  void signIn(String user, String password) throws IOException {
    startup(3 << 16, "user", user, "database", "fairlead");
    read();
    ScramClient scram = new ScramClient("", password, "clientnonce", "n,,", new byte[0]);
    String first = scram.first();
    send('p', body().cstring("SCRAM-SHA-256").int32(first.length()).text(first));
    send('p', body().text(scram.last(read().text(4))));
  }

  /// A single byte outside of messages; -1 when the server has closed.
  int readByte() throws IOException {
    return in.read();
  }

  /// Whether the server has not closed yet; waits a moment for it to do so.
  boolean isOpen() throws IOException {
    socket.setSoTimeout(200);
    try {
      return in.read() >= 0;
    } catch (SocketTimeoutException nothing) {
      return true;
    } finally {
      socket.setSoTimeout(NEVER_THIS_LONG_MILLIS);
    }
  }

  Message read() throws IOException {
    int type = in.read();
    if (type < 0) {
      return new Message((char) 0, new byte[0]);
    }
    byte[] body = new byte[in.readInt() - 4];
    in.readFully(body);
    return new Message((char) type, body);
  }

  List<Message> untilReady() throws IOException {
    List<Message> messages = new ArrayList<>();
    do {
      messages.add(read());
    } while (messages.getLast().type() != 'Z' && messages.getLast().type() != 0);
    return messages;
  }

  /// The types of what comes until the server is ready, such as `TDCZ`.
  String typesUntilReady() throws IOException {
    StringBuilder types = new StringBuilder();
    untilReady().forEach(message -> types.append(message.type()));
    return types.toString();
  }

  /// The name and value of each ParameterStatus among the messages.
  static SortedMap<String, String> settings(List<Message> messages) {
    SortedMap<String, String> settings = new TreeMap<>();
    for (Message message : messages) {
      if (message.type() == 'S') {
        String[] parts = message.text(0).split("\0");
        settings.put(parts[0], parts[1]);
      }
    }
    return settings;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

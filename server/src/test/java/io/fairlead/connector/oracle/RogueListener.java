package io.fairlead.connector.oracle;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A double of the connect phase of Oracle's protocol, and of nothing beyond it: it answers each
/// CONNECT with the next packet that it was given, whatever was asked.
final class RogueListener implements AutoCloseable {
  private final ServerSocket listener;
  private final List<byte[]> answers;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private RogueListener(ServerSocket listener, List<byte[]> answers) {
    this.listener = listener;
    this.answers = answers;
  }

  static RogueListener start(byte[]... answers) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    return start(socket, answers);
  }

  static RogueListener start(ServerSocket socket, byte[]... answers) {
    RogueListener made = new RogueListener(socket, List.of(answers));
    Thread.ofVirtual().start(made::serve);
    return made;
  }

  static byte[] packet(int type, byte[] body) {
    return ByteBuffer.allocate(8 + body.length)
        .putShort((short) (8 + body.length))
        .putShort((short) 0)
        .put((byte) type)
        .put(new byte[3])
        .put(body)
        .array();
  }

  static byte[] accept() {
    return packet(2, ByteBuffer.allocate(33).putShort((short) 319).array());
  }

  static byte[] refuse(String text) {
    byte[] data = text.getBytes(StandardCharsets.US_ASCII);
    return packet(
        4,
        ByteBuffer.allocate(4 + data.length)
            .put((byte) 34)
            .put((byte) 0)
            .putShort((short) data.length)
            .put(data)
            .array());
  }

  int port() {
    return listener.getLocalPort();
  }

  /// The connect descriptors that arrived.
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        OutputStream out = socket.getOutputStream();
        for (byte[] answer : answers) {
          asked.add(descriptor(in));
          out.write(answer);
          out.flush();
        }
      } catch (IOException gone) {
        // The next one may be another.
      }
    }
  }

  /// By the offset and the length in the packet, as a listener finds it.
  private static String descriptor(DataInputStream in) throws IOException {
    byte[] packet = new byte[in.readUnsignedShort()];
    in.readFully(packet, 2, packet.length - 2);
    ByteBuffer fields = ByteBuffer.wrap(packet);
    if (packet[4] != 1) {
      throw new IOException("not CONNECT");
    }
    int length = fields.getShort(24);
    int offset = fields.getShort(26);
    if (offset + length != packet.length) {
      throw new IOException("something is behind the descriptor");
    }
    return new String(packet, offset, length, StandardCharsets.US_ASCII);
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

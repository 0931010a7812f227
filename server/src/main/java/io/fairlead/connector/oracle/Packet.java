package io.fairlead.connector.oracle;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// One packet of Oracle's network protocol, as it is before a session is agreed on: its length, its
/// type, and what these make of the rest.
record Packet(int type, byte[] body) {
  static final int CONNECT = 1;
  static final int ACCEPT = 2;
  static final int REFUSE = 4;
  static final int REDIRECT = 5;
  static final int RESEND = 11;

  private static final int HEADER = 8;
  private static final int CONNECT_BODY = 66;

  /// What fits behind the head of a CONNECT; longer ones go into a packet of their own.
  static final int MOST_CONNECT_DATA = 230;

  /// Versions of the protocol: Oracle 12 and later.
  private static final int NEWEST = 319;

  private static final int OLDEST = 300;

  /// Largest packet, offered to the server.
  private static final int UNIT = 8192;

  /// A request to be connected to what the descriptor says.
  static Packet connect(String descriptor) {
    byte[] data = descriptor.getBytes(StandardCharsets.US_ASCII);
    if (data.length > MOST_CONNECT_DATA) {
      throw new IllegalArgumentException("the descriptor is too long");
    }
    ByteBuffer body = ByteBuffer.allocate(CONNECT_BODY + data.length);
    body.putShort((short) NEWEST).putShort((short) OLDEST);
    body.putShort((short) 1); // no wish as to the service
    body.putShort((short) UNIT).putShort((short) UNIT);
    body.putShort((short) 0x4f98); // what TCP can do
    body.putShort((short) 0).putShort((short) 1); // no turnaround; the byte order
    body.putShort((short) data.length).putShort((short) (HEADER + CONNECT_BODY));
    body.putInt(0);
    // Neither the server's own encryption nor its own ways to sign in.
    body.put((byte) 0x84).put((byte) 0x84);
    body.position(body.position() + 24); // out of use
    body.putInt(UNIT).putInt(UNIT);
    body.putInt(0).putInt(0); // flags
    return new Packet(CONNECT, body.put(data).array());
  }

  void send(OutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + body.length);
    bytes.putShort((short) (HEADER + body.length)).putShort((short) 0);
    bytes.put((byte) type).put((byte) 0).putShort((short) 0);
    out.write(bytes.put(body).array());
    out.flush();
  }

  /// @return of an unknown type when the peer speaks something else
  static Packet receive(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int length = data.readUnsignedShort();
    int checksum = data.readUnsignedShort();
    int type = data.readUnsignedByte();
    data.skipNBytes(HEADER - 5);
    if (length < HEADER || checksum != 0) {
      return new Packet(0, new byte[0]);
    }
    return new Packet(type, data.readNBytes(length - HEADER));
  }

  @Override
  public String toString() {
    return "packet of type " + type;
  }
}

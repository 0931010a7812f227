package io.fairlead.connector.sqlserver;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/// The packets of SQL Server's protocol: a type, a flag for the last one of a message, a length.
final class Packets {
  private static final int HEADER = 8;
  private static final int LAST = 1;
  private static final int PRELOGIN = 0x12;

  private Packets() {}

  /// The contents of a message, without its headers.
  static byte[] read(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int flags;
    do {
      data.readByte();
      flags = data.readByte();
      int length = data.readUnsignedShort() - HEADER;
      data.skipNBytes(4);
      message.writeBytes(data.readNBytes(length));
    } while ((flags & LAST) == 0);
    return message.toByteArray();
  }

  /// Writes a message that fits into one packet.
  static void write(OutputStream out, int type, byte[] content) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(HEADER + content.length);
    packet.put((byte) type).put((byte) LAST).putShort((short) packet.capacity());
    packet.putInt(0).put(content);
    out.write(packet.array());
    out.flush();
  }

  /// A socket whose bytes go in packets until it is told otherwise: what is written between two
  /// reads is one message.
  static final class Wrapped extends Socket {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean wraps = true;

    Wrapped(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new Unwrapping(socket.getInputStream());
      this.out = new Wrapping(socket.getOutputStream());
    }

    void unwrap() throws IOException {
      send();
      wraps = false;
    }

    private void send() throws IOException {
      if (waiting.size() > 0) {
        Packets.write(socket.getOutputStream(), PRELOGIN, waiting.toByteArray());
        waiting.reset();
      }
    }

    private final class Unwrapping extends FilterInputStream {
      private int left;

      Unwrapping(InputStream in) {
        super(in);
      }

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        if (!wraps) {
          return in.read(buffer, offset, length);
        }
        send();
        while (left == 0) {
          byte[] header = in.readNBytes(HEADER);
          if (header.length < HEADER) {
            return -1;
          }
          left = ByteBuffer.wrap(header).getShort(2) - HEADER;
        }
        int count = in.read(buffer, offset, Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
      }
    }

    private final class Wrapping extends FilterOutputStream {
      Wrapping(OutputStream out) {
        super(out);
      }

      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        if (wraps) {
          waiting.write(buffer, offset, length);
        } else {
          out.write(buffer, offset, length);
        }
      }
    }

    @Override
    public InputStream getInputStream() {
      return in;
    }

    @Override
    public OutputStream getOutputStream() {
      return out;
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public synchronized void close() throws IOException {
      socket.close();
    }
  }
}

package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class PreparedSocketTest {
  @Test
  void thereIsOneSocketAndNoOther() throws Exception {
    try (Socket prepared = new Socket()) {
      PreparedSocket.during(
          prepared,
          () -> {
            PreparedSocket factory = new PreparedSocket();
            InetAddress address = InetAddress.ofLiteral(PreparedSocket.NOWHERE);
            assertThrows(IOException.class, () -> factory.createSocket("localhost", 1));
            assertThrows(IOException.class, () -> factory.createSocket("localhost", 1, address, 1));
            assertThrows(IOException.class, () -> factory.createSocket(address, 1));
            assertThrows(IOException.class, () -> factory.createSocket(address, 1, address, 1));
            assertSame(prepared, factory.createSocket());
            assertThrows(IOException.class, factory::createSocket);
            assertThrows(IOException.class, () -> new PreparedSocket().createSocket());
            return true;
          });
    }
  }
}

package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every connector makes of peers that are not there, or are not what they should be.
class ConnectorPeersTest {
  private final ConnectorContractTest contract = new ConnectorContractTest();

  @Test
  void aClosedPort() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    contract.connections("127.0.0.1", port)
        .forEach(
            connection -> {
              String text = Workbench.read(contract.workbench.probe(connection));
              assertEquals(
                  "resolve: 127.0.0.1\nconnect: FAILED the connection was refused\n", text);
            });
  }

  @Test
  void aRefusedAddressIsNotConnectedTo() {
    contract.connections("169.254.169.254", 80)
        .forEach(
            connection -> {
              String text = Workbench.read(contract.workbench.probe(connection));
              assertEquals(
                  "resolve: FAILED address 169.254.169.254 is in a range that no connection may"
                      + " use\n",
                  text);
            });
  }

  @ParameterizedTest
  @EnumSource(RoguePeer.Behaviour.class)
  void aRoguePeerEndsInAFailedStepAndLearnsNothing(RoguePeer.Behaviour behaviour)
      throws IOException {
    boolean silent = behaviour == RoguePeer.Behaviour.SILENT;
    // A peer that speaks HTTP might still become an SSH server: those may greet at length first.
    boolean ends = !silent && behaviour != RoguePeer.Behaviour.SPEAKS_HTTP;
    Duration patience = ends ? Workbench.PATIENCE : Duration.ofMillis(500);
    try (RoguePeer peer = RoguePeer.start(behaviour)) {
      contract.connections("127.0.0.1", peer.port())
          .forEach(
              connection -> {
                Probe probe = contract.workbench.probe(connection, patience);
                String text = Workbench.read(probe);
                assertTrue(text.contains(": FAILED "), text);
                assertFalse(silent && !text.contains("no answer in time"), text);
                assertFalse(ends && text.contains("no answer in time"), text);
                assertFalse(probe.toString().contains(ConnectorContractTest.CANARY));
                assertTrue(probe.learned().isEmpty());
              });
    }
  }

  /// A listener whose queue is full answers no SYN at all.
  @Test
  void aBlackHole() throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
        FullQueue _ = FullQueue.of(listener)) {
      contract.connections("127.0.0.1", listener.getLocalPort())
          .forEach(
              connection -> {
                String text = Workbench.read(contract.workbench.probe(connection, Duration.ofMillis(500)));
                assertEquals("resolve: 127.0.0.1\nconnect: FAILED no answer in time\n", text);
              });
    }
  }
}

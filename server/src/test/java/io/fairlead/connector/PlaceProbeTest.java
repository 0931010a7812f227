package io.fairlead.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.PlaceProbe.Trial;
import io.fairlead.model.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a probe of a place asks, and what it says.
class PlaceProbeTest {
  private static List<String> steps(Probe probe) {
    return probe.steps().stream()
        .filter(step -> !List.of("resolve", "connect").contains(step.name()))
        .map(step -> step.name() + (step.failure() == null ? "" : ": " + step.failure()))
        .toList();
  }

  private static int port(Connection connection) {
    String url = connection.options().text("endpoint").orElseThrow();
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  /// A place that is written costs three requests on one connection; one that is read costs two.
  @Test
  void requests() throws Exception {
    for (StorageKind kind : List.of(new S3Kind(), new AzureKind())) {
      try (kind;
          CountingRelay relay = new CountingRelay(port(kind.right()))) {
        Connection connection = kind.at(relay.port()).orElseThrow();
        assertEquals(
            List.of("write", "list", "read"),
            steps(kind.workbench().probe(connection, Trial.WRITE)),
            kind.toString());
        assertEquals(3, relay.requests.get(), kind.toString());
        assertEquals(
            List.of("list", "read"), steps(kind.workbench().probe(connection, Trial.READ)));
        assertEquals(3 + 2, relay.requests.get(), kind.toString());
        assertEquals(
            List.of("write", "stat", "list", "read", "delete"),
            steps(kind.workbench().probe(connection, Trial.ALL)));
        assertEquals(3 + 2 + 5, relay.requests.get(), kind.toString());
        assertEquals(3, relay.connections.get(), kind.toString());
      }
    }
  }

  @Test
  void aRefusedKeyIsAskedForOnce() throws Exception {
    try (StorageKind kind = new S3Kind()) {
      Probe probe = kind.workbench().probe(kind.wrong().orElseThrow(), Trial.WRITE);
      assertEquals(
          List.of("write: the signature made with the access key is wrong"), steps(probe));
    }
  }

  @Test
  void aServiceThatDoesNotAnswerIsAskedOnce() throws Exception {
    try (StorageKind kind = new S3Kind();
        HttpPeer peer = HttpPeer.start(HttpPeer::halfAnswer)) {
      Optional<Connection> connection = kind.at(peer.port());
      Probe probe = kind.workbench().probe(connection.orElseThrow(), Trial.WRITE);
      assertEquals(1, steps(probe).size(), steps(probe).toString());
      assertTrue(steps(probe).getFirst().startsWith("write: "));
      assertEquals(1, peer.asked().size());
    }
  }
}

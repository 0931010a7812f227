package io.fairlead.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class FairleadEventsTest {
  @Test
  void tellsSubscribersOfTheirConnectionsAndOfTheSecretsBelowThem() throws Exception {
    String head = ": beat\n\nid: 42\nevent: change\ndata: ";
    String other = head + "{\"sequence\":41,\"kind\":\"connection\",\"name\":\"f.p.b\"}\n\n";
    String shop =
        head + "{\"sequence\":42,\"kind\":\"connection\",\"name\":\"f.p.a\",\"change\":\"alter\"}\n\n";
    String secret =
        head + "{\"sequence\":43,\"kind\":\"secret\",\"name\":\"f.p.s\",\"change\":\"alter\","
            + "\"connections\":[\"f.p.a\"]}\n\n";
    LinkedBlockingQueue<ConnectionChanged> told = new LinkedBlockingQueue<>();
    try (FairleadDouble server =
            new FairleadDouble().then(503, "").then(200, other + shop).then(200, secret).then(503, "");
        FairleadEvents events = FairleadEvents.follow(server.url(), new Properties())) {
      events.subscribe("f.p.a", told::add);
      assertEquals(new ConnectionChanged("f.p.a", "alter", 42), told.poll(20, TimeUnit.SECONDS));
      assertEquals(new ConnectionChanged("f.p.a", "alter", 43), told.poll(20, TimeUnit.SECONDS));
      // The first has none, nor has the one after a 503: nothing was read before.
      assertEquals(List.of("null", "null", "42"), server.lastEvents.subList(0, 3));
    }
  }

  @Test
  void pausesGrowWhileTheServerIsAwayAndStartAnewWithAnEvent() throws Exception {
    String event = "id: 7\ndata: {\"kind\":\"connection\",\"name\":\"f.p.a\"}\n\n";
    LinkedBlockingQueue<ConnectionChanged> told = new LinkedBlockingQueue<>();
    TestTime time = new TestTime();
    try (FairleadDouble server =
        new FairleadDouble().then(503, "").then(503, "").then(503, "").then(200, event).then(200, event)) {
      FairleadUrl url = FairleadUrl.parse(server.url(), new Properties());
      try (FairleadEvents events =
          new FairleadEvents(url, FairleadDriver.newClient(""), Duration.ofSeconds(60), time)) {
        events.subscribe("f.p.a", told::add);
        events.start();
        for (int i = 0; i < 3; i++) {
          assertNotNull(told.poll(20, TimeUnit.SECONDS));
        }
      }
      assertEquals(List.of(100L, 200L, 400L, 100L, 100L), time.pauses.subList(0, 5));
    }
  }
}

package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.session.Caller;
import io.fairlead.session.ChangeEvent;
import io.fairlead.session.ControlPlane;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// `GET /events`: every committed change that the caller may see, as server-sent events, from where
/// the client was. A client that does not read is cut off by the connection's own deadline.
final class EventStream {
  /// A server that stops is noticed so soon.
  private static final Duration LOOK = Duration.ofMillis(500);
  private final ControlPlane plane;
  private final BooleanSupplier stopping;
  private final Semaphore places = new Semaphore(Limits.EVENT_STREAMS);

  EventStream(ControlPlane plane, BooleanSupplier stopping) {
    this.plane = plane;
    this.stopping = stopping;
  }

  boolean take() {
    return places.tryAcquire();
  }

  void giveBack() {
    places.release();
  }

  /// Where a client goes on: behind its last event, or from now.
  ///
  /// @return below 0 when it is no place of this catalog
  long start(Call call) {
    String last = call.lastEventId().orElse(call.query().getOrDefault("after", ""));
    if (last.isEmpty()) {
      return plane.sequence();
    }
    try {
      long sequence = Long.parseLong(last);
      return sequence <= plane.sequence() ? sequence : -1;
    } catch (NumberFormatException notOurs) {
      return -1;
    }
  }

  /// Sends until the client goes, or the server stops.
  void send(Caller caller, long start, OutputStream out) throws IOException, InterruptedException {
    long sent = start;
    long quiet = 0;
    write(out, ": connected\n\n");
    while (!stopping.getAsBoolean()) {
      long now = plane.sequence();
      if (now == sent) {
        plane.await(sent, LOOK);
        if (++quiet * LOOK.toMillis() >= Limits.EVENT_HEARTBEAT.toMillis()) {
          write(out, ":\n\n");
          quiet = 0;
        }
        continue;
      }
      quiet = 0;
      List<ChangeEvent> events = plane.changes(caller, sent);
      for (ChangeEvent event : events) {
        write(
            out,
            "id: " + event.sequence() + "\nevent: change\ndata: " + Json.text(event) + "\n\n");
      }
      sent = Math.min(now, sent + Limits.EVENTS_AT_ONCE);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}

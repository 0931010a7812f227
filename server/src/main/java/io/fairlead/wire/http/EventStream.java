package io.fairlead.wire.http;

import io.fairlead.base.Limits;
import io.fairlead.model.TokenPermission;
import io.fairlead.session.Caller;
import io.fairlead.session.ChangeEvent;
import io.fairlead.session.ControlPlane;
import java.io.IOException;
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

  /// Where in the events a caller is.
  record Place(Caller caller, long sequence) {}

  /// How text gets to the client.
  interface Writer {
    void write(String text) throws IOException;
  }

  /// An answer whose body is a [Place], which the caller gives back after sending from it.
  Answer answer(Call call) {
    if (!call.method().equals("GET")) {
      throw new MethodRefused("GET");
    }
    call.mustPermit(TokenPermission.CONNECTIONS_READ);
    long start = start(call);
    if (start < 0) {
      return HttpProblem.of(410, "there is no such event in this catalog");
    }
    return places.tryAcquire()
        ? Answer.ok(new Place(call.caller(), start))
        : HttpProblem.of(503, "too many streams of events are open");
  }

  void giveBack() {
    places.release();
  }

  /// Where a client goes on: behind its last event, or from now.
  ///
  /// @return below 0 when it is no place of this catalog
  private long start(Call call) {
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

  /// Sends until the client goes, what it signed in with is no longer good, or the server stops.
  void send(Place place, BooleanSupplier isGood, Writer out) throws IOException, InterruptedException {
    long sent = place.sequence();
    long quiet = 0;
    out.write(": connected\n\n");
    while (!stopping.getAsBoolean() && isGood.getAsBoolean()) {
      long now = plane.sequence();
      if (now == sent) {
        plane.await(sent, LOOK);
        if (++quiet * LOOK.toMillis() >= Limits.EVENT_HEARTBEAT.toMillis()) {
          out.write(":\n\n");
          quiet = 0;
        }
        continue;
      }
      quiet = 0;
      List<ChangeEvent> events = plane.changes(place.caller(), sent);
      for (ChangeEvent event : events) {
        out.write(
            "id: " + event.sequence() + "\nevent: change\ndata: " + Json.text(event) + "\n\n");
      }
      sent = Math.min(now, sent + Limits.EVENTS_AT_ONCE);
    }
  }
}

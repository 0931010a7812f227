package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.Limits;
import io.fairlead.catalog.Image;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.StepFailed;
import io.fairlead.connector.Tls;
import io.fairlead.connector.http.FunctionPeer;
import io.fairlead.connector.http.HttpType;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretStores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls of a real service while the header that lets in is being replaced. It knows only at a call
/// who sends it.
class CallUseTest {
  private static final ObjectId LINK = new ObjectId(10);
  private static final ObjectId OLD = new ObjectId(30);
  private static final ObjectId NEW = new ObjectId(31);

  private final FunctionPeer service = new FunctionPeer();
  private final AtomicLong past = new AtomicLong();
  private final InstantSource clock = () -> Instant.now().plusNanos(past.get());
  private final SecretUses uses = new SecretUses(clock);
  private final Connectors connectors =
      new Connectors(List.of(new HttpType(Reveal.create(), Tls.verified())));
  private final AtomicReference<Image> image = new AtomicReference<>(image(OLD, false));
  private final Pool pool =
      new Pool(
          connectors,
          new SecretStores(List.of(new SpellsItsKeys())),
          new EgressDialer(new EgressPolicy(true, true)),
          uses,
          new GuardedSignIns(connectors, clock, () -> System.nanoTime() + past.get()),
          image::get,
          () -> System.nanoTime() + past.get());

  CallUseTest() throws Exception {}

  @AfterEach
  void stop() {
    pool.close();
    service.close();
  }

  /// The value of secret 30 is `30.1`.
  private static Image image(ObjectId secret, boolean overlaps) {
    Connection link =
        new Connection(
                Objects.header(LINK.number()), "http", header(secret), List.of(), "singlestore")
            .withOverlap(
                overlaps
                    ? Optional.of(
                        new CredentialOverlap(
                            header(OLD), Instant.now().plus(Duration.ofMinutes(5)), 100))
                    : Optional.empty());
    return Image.EMPTY
        .with(Objects.secret(OLD.number()))
        .with(Objects.secret(NEW.number()))
        .with(link);
  }

  private static Options header(ObjectId secret) {
    return Options.of(
        Map.of(
            "header.authorization",
            new SecretUse(secret, secret.equals(OLD) ? Optional.of(1) : Optional.empty())));
  }

  private Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60), () -> System.nanoTime() + past.get());
  }

  private String called(String path, int most) throws StepFailed {
    StorageUse use =
        new StorageUse(
            service.url() + path,
            Options.of(
                Map.of(
                    "endpoint", new OptionValue.Text(service.url()),
                    "pattern", new OptionValue.Text(path.substring(1)))),
            LINK,
            false,
            Optional.empty());
    byte[] body = "{\"data\":[[1,7]]}".getBytes(StandardCharsets.UTF_8);
    return new CallUse(pool, use)
        .run(
            link ->
                new String(
                    link.post(new TreeMap<>(), body, most, soon()).body(), StandardCharsets.UTF_8),
            soon());
  }

  private String called() throws StepFailed {
    return called("/twice", Limits.FUNCTION_REPLY_BYTES);
  }

  @Test
  void anIdleLinkIsUsedAgain() throws Exception {
    service.allow("30.1");
    assertEquals("{\"data\":[[1,14]]}", called());
    assertEquals("{\"data\":[[1,14]]}", called());
    assertEquals(2, service.bodies().size());
    assertEquals(1, uses.signIns(LINK, OLD, 1));
  }

  @Test
  void aNewHeaderIsSentWithTheNextCall() throws Exception {
    service.allow("30.1");
    called();
    service.allow("31.1");
    image.set(image(NEW, false));
    service.revoke("30.1");
    assertEquals("{\"data\":[[1,14]]}", called());
    assertEquals(1, uses.signIns(LINK, NEW, 1));
  }

  @Test
  void theEarlierHeaderServesWhileTheNewOneIsRefused() throws Exception {
    service.allow("30.1");
    image.set(image(NEW, true));
    assertEquals("{\"data\":[[1,14]]}", called());
    assertEquals(1, uses.refusals(NEW, 1));
    assertEquals(1, uses.signIns(LINK, OLD, 1));
    assertEquals(1, service.bodies().size());
    // The service changes over: what an idle link still sends is refused, and sent once more.
    service.allow("31.1");
    service.revoke("30.1");
    past.addAndGet(Duration.ofMinutes(1).toNanos());
    assertEquals("{\"data\":[[1,14]]}", called());
    assertEquals(1, uses.signIns(LINK, NEW, 1));
  }

  @Test
  void aRefusedHeaderIsNotTriedAtOnceAgain() {
    service.allow("somebody else");
    StepFailed refused = assertThrows(StepFailed.class, this::called);
    assertEquals("the service refuses the credentials (status 401)", refused.cause());
    assertEquals(1, uses.refusals(OLD, 1));
    assertEquals(List.of(), service.bodies());
  }

  @Test
  void whatIsNoAnswerIsNotAskedForTwice() {
    for (String path : List.of("/broken", "/elsewhere", "/cut", "/nowhere")) {
      assertThrows(StepFailed.class, () -> called(path, 1000), path);
    }
    assertEquals(4, service.bodies().size());
  }

  @Test
  void anAnswerIsBounded() throws Exception {
    int most = Limits.FUNCTION_REPLY_BYTES;
    assertEquals(most, called("/sized/" + most, most).length());
    StepFailed tooMuch =
        assertThrows(StepFailed.class, () -> called("/sized/" + (most + 1), most));
    assertEquals("the answer is larger than " + most + " bytes", tooMuch.cause());
  }
}

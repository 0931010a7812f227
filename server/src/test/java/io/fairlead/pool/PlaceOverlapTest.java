package io.fairlead.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Deadline;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Image;
import io.fairlead.connector.AwsRoles;
import io.fairlead.connector.Connectors;
import io.fairlead.connector.EgressDialer;
import io.fairlead.connector.EgressPolicy;
import io.fairlead.connector.SecretUses;
import io.fairlead.connector.Tls;
import io.fairlead.connector.s3.RotatingBucket;
import io.fairlead.connector.s3.S3Type;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.Options;
import io.fairlead.model.StorageUse;
import io.fairlead.secret.Reveal;
import io.fairlead.secret.SecretStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A table's place while the key of its connection is being replaced, against a real S3 server.
class PlaceOverlapTest {
  private static final ObjectId SHOP = new ObjectId(10);
  private static final ObjectId OLD = new ObjectId(30);
  private static final ObjectId NEW = new ObjectId(31);

  private final RotatingBucket bucket = new RotatingBucket("shop");
  private final AtomicLong past = new AtomicLong();
  private final InstantSource clock = () -> Instant.now().plusNanos(past.get());
  private final SecretUses uses = new SecretUses(clock);
  private final StorageUse table =
      new StorageUse(
          "s3://shop/t/",
          Options.of(
              Map.of(
                  "bucket",
                  new OptionValue.Text("shop"),
                  "prefix",
                  new OptionValue.Text("t/"),
                  "endpoint",
                  new OptionValue.Text(bucket.url()))),
          SHOP,
          false,
          Optional.empty());
  private final Connectors connectors =
      new Connectors(
          List.of(
              new S3Type(
                  Reveal.create(),
                  InstantSource.system(),
                  Tls.verified(),
                  new AwsRoles(
                      Reveal.create(),
                      InstantSource.system(),
                      "e",
                      Optional.empty(),
                      Tls.verified()))));
  private final Pool pool =
      new Pool(
          connectors,
          new SecretStores(List.of(new SpellsItsKeys())),
          new EgressDialer(new EgressPolicy(true, true)),
          uses,
          new GuardedSignIns(connectors, clock, () -> System.nanoTime() + past.get()),
          () -> image(),
          () -> System.nanoTime() + past.get());

  PlaceOverlapTest() throws Exception {}

  @AfterEach
  void stop() throws Exception {
    pool.close();
    bucket.close();
  }

  /// The new key is `AKNEW` with secret 31, the earlier one `AKOLD` with secret 30.
  private static Image image() {
    Connection shop =
        new Connection(
                Objects.header(SHOP.number()), "s3", key("AKNEW", NEW), List.of(), "databend")
            .withOverlap(
                Optional.of(
                    new CredentialOverlap(
                        key("AKOLD", OLD), Instant.now().plus(Duration.ofMinutes(5)), 100)));
    return Image.EMPTY
        .with(Objects.secret(OLD.number()))
        .with(Objects.secret(NEW.number()))
        .with(shop);
  }

  private static Options key(String id, ObjectId secret) {
    return Options.of(
        Map.of(
            "access_key_id",
            new OptionValue.Text(id),
            "secret_access_key",
            new SecretUse(secret, secret.equals(OLD) ? Optional.of(1) : Optional.empty())));
  }

  private Deadline soon() {
    return Deadline.after(Duration.ofSeconds(60), () -> System.nanoTime() + past.get());
  }

  private int listed() throws Exception {
    return new ObjectUse(pool, table)
        .run(link -> link.list("", Optional.empty(), 10, soon()).entries().size(), soon());
  }

  /// The present key is tried once a step of the backoff.
  private void aStepLater() {
    past.addAndGet(Duration.ofMinutes(1).toNanos());
  }

  @Test
  void theEarlierKeyServesWhileTheNewOneIsRefused() throws Exception {
    bucket.allow("AKOLD", "30.1");
    assertEquals(0, listed());
    assertEquals(1, uses.refusals(NEW, 1));
    assertEquals(0, uses.signIns(SHOP, NEW, 1));
    assertEquals(1, uses.signIns(SHOP, OLD, 1));

    bucket.allow("AKNEW", "31.1");
    bucket.revoke("AKOLD");
    aStepLater();
    assertEquals(0, listed());
    assertEquals(1, uses.signIns(SHOP, NEW, 1));
  }

  @Test
  void theNewKeyIsTriedFirst() throws Exception {
    bucket.allow("AKOLD", "30.1");
    bucket.allow("AKNEW", "31.1");
    assertEquals(0, listed());
    assertEquals(1, uses.signIns(SHOP, NEW, 1));
    assertEquals(0, uses.signIns(SHOP, OLD, 1));
  }

  @Test
  void withBothRevokedItIsTheNewOneThatIsRefused() {
    Refusal refusal = assertThrows(Refusal.class, this::listed);
    assertEquals(ProblemKind.UNREACHABLE, refusal.problem().kind());
    assertEquals(
        "connection \"o10\" cannot be used: the access key is not known, or is not active",
        refusal.problem().message());
  }
}

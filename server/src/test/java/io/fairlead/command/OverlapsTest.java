package io.fairlead.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Refusal;
import io.fairlead.catalog.Fallback;
import io.fairlead.catalog.Image;
import io.fairlead.connector.postgres.PostgresType;
import io.fairlead.model.Connection;
import io.fairlead.model.CredentialOverlap;
import io.fairlead.model.Header;
import io.fairlead.model.MaterialRef;
import io.fairlead.model.Name;
import io.fairlead.model.ObjectId;
import io.fairlead.model.OptionValue;
import io.fairlead.model.OptionValue.SecretUse;
import io.fairlead.model.OptionValue.Text;
import io.fairlead.model.Options;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretVersion;
import io.fairlead.model.Touch;
import io.fairlead.secret.Reveal;
import io.fairlead.sql.OverlapClause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The earlier sign-in of a connection is one thing: what it was with all its options.
class OverlapsTest {
  private static final ObjectId OLD = new ObjectId(30);
  private static final ObjectId NEW = new ObjectId(31);
  private static final Touch NOW = new Touch(Instant.EPOCH, "ada");
  private static final Optional<OverlapClause> ASKED =
      Optional.of(new OverlapClause(Duration.ofMinutes(15), 3));
  private static final Image IMAGE = Image.EMPTY.with(secret(OLD)).with(secret(NEW));
  private static final Map<String, OptionValue> BEFORE =
      Map.of(
          "host", new Text("one"), "user", new Text("app"), "password", new SecretUse(OLD));

  private static Header header(ObjectId id) {
    return Header.first(id, new Name("public", "o" + id.number()), new ObjectId(1), NOW);
  }

  private static Secret secret(ObjectId id) {
    MaterialRef material = new MaterialRef("none", id + ".1");
    return new Secret(header(id), Secret.TEXT, List.of(new SecretVersion(1, material, NOW)));
  }

  private static Connection shop(Map<String, OptionValue> options) {
    return new Connection(
        header(new ObjectId(10)), "postgres", Options.of(options), List.of(), "deltaforge");
  }

  private static Connection changed(
      Connection before, Map<String, OptionValue> after, Optional<OverlapClause> clause) {
    return Overlaps.after(
        IMAGE,
        before,
        before.withOptions(Options.of(after)),
        new PostgresType(Reveal.create()),
        Set.of(),
        clause,
        NOW);
  }

  private static Options fallback(Connection connection) {
    return Fallback.of(connection, IMAGE::object, Instant.EPOCH)
        .orElseThrow()
        .connection()
        .options();
  }

  private static final Map<String, OptionValue> EARLIER =
      Map.of(
          "host", new Text("one"),
          "user", new Text("app"),
          "password", new SecretUse(OLD, Optional.of(1)));

  @Test
  void earlierUserSignsInWithTheEarlierPassword() {
    Connection after =
        changed(
            shop(BEFORE),
            Map.of(
                "host", new Text("one"), "user", new Text("app2"), "password", new SecretUse(NEW)),
            ASKED);
    assertEquals(Options.of(EARLIER), fallback(after));
  }

  @Test
  void aCredentialInThePlaceOfUserAndPassword() {
    Connection after =
        changed(
            shop(BEFORE),
            Map.of("host", new Text("one"), "credential", new SecretUse(NEW)),
            ASKED);
    assertEquals(Options.of(EARLIER), fallback(after));
    assertEquals(
        Set.of("credential", "password", "user"), after.overlap().orElseThrow().changed());
  }

  @Test
  void whatIsNoSignInStaysAsItIsNow() {
    Connection after =
        changed(
            shop(BEFORE),
            Map.of("host", new Text("two"), "credential", new SecretUse(NEW)),
            ASKED);
    assertEquals(Optional.of(new Text("two")), fallback(after).get("host"));
  }

  @Test
  void anyLaterChangeOfTheSignInEndsItAndNoOther() {
    Map<String, OptionValue> credential =
        Map.of("host", new Text("one"), "credential", new SecretUse(NEW));
    Connection overlapping = changed(shop(BEFORE), credential, ASKED);
    assertTrue(
        changed(
                overlapping,
                Map.of("host", new Text("two"), "credential", new SecretUse(NEW)),
                Optional.empty())
            .overlap()
            .isPresent());
    assertEquals(
        Optional.empty(),
        changed(
                overlapping,
                Map.of(
                    "host", new Text("one"),
                    "user", new Text("app"),
                    "credential", new SecretUse(NEW)),
                Optional.empty())
            .overlap());
  }

  @Test
  void refusedWhereNoSecretComesInThePlaceOfAnother() {
    assertEquals(
        "OVERLAP is for changes that replace a secret, and this one replaces none",
        refusal(
            Map.of(
                "host", new Text("one"),
                "user", new Text("app2"),
                "password", new SecretUse(OLD))));
    assertEquals(
        "OVERLAP is for another secret in the place of the earlier one, and PASSWORD is taken away",
        refusal(Map.of("host", new Text("one"), "user", new Text("app2"))));
  }

  private static String refusal(Map<String, OptionValue> after) {
    return assertThrows(Refusal.class, () -> changed(shop(BEFORE), after, ASKED))
        .problem()
        .message();
  }

  @Test
  void anOverlapOfBeforeThereWereAddedOptionsIsTheSame() {
    CredentialOverlap plain =
        new CredentialOverlap(
            Options.of(Map.of("password", new SecretUse(OLD, Optional.of(1)))), Instant.MAX, 3);
    Options present = Options.of(Map.of("password", new SecretUse(NEW)));
    assertEquals(plain.before(), plain.undone(present));
  }
}

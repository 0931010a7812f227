package io.fairlead.command;

import static io.fairlead.command.CommandDesk.alter;
import static io.fairlead.command.CommandDesk.alterSecret;
import static io.fairlead.command.CommandDesk.newConnection;
import static io.fairlead.command.CommandDesk.edit;
import static io.fairlead.command.CommandDesk.literal;
import static io.fairlead.command.CommandDesk.named;
import static io.fairlead.command.CommandDesk.secretNamed;
import static io.fairlead.command.CommandDesk.set;
import static io.fairlead.command.CommandDesk.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Kind;
import io.fairlead.model.Secret;
import io.fairlead.model.SecretLink;
import io.fairlead.model.ValueOverlap;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OptionLiteral;
import io.fairlead.sql.OverlapClause;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.SecretClauses;
import io.fairlead.sql.SecretSource;
import io.fairlead.sql.Statement;
import io.fairlead.vault.VaultDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCommandsTest {
  private static final SecretSource MADE = new SecretSource.Generated();
  private static final SecretClauses KEY = clauses(Secret.ENCRYPTION_KEY, "", Optional.empty());
  private static final SecretClauses IN_V = clauses(Secret.TEXT, "v", Optional.empty());

  @TempDir private Path folder;
  private CommandDesk desk;

  @BeforeEach
  void start() throws Exception {
    desk = new CommandDesk(folder);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private static SecretClauses clauses(
      String type, String storage, Optional<Duration> maxStale) {
    return new SecretClauses(
        type,
        storage.isEmpty() ? Optional.empty() : Optional.of(named(storage)),
        Optional.of("what it is for"),
        Optional.of(CommandDesk.NOON),
        Optional.of("AES"),
        Optional.of(256),
        maxStale);
  }

  private static Statement.CreateSecret make(
      String name, SecretSource source, SecretClauses clauses) {
    return new Statement.CreateSecret(named(name), false, source, clauses);
  }

  private static SecretAction value(String value) {
    return new SecretAction.SetValue(literal(value));
  }

  private String refused(SecretSource source, SecretClauses clauses) {
    return desk.refused(desk.createSecret, make("s", source, clauses));
  }

  @Test
  void aValueInAStorageIsKeptThereAndReadFromThere() {
    desk.makeStorage();
    desk.run(desk.createSecret, make("s", literal("one"), IN_V));
    Secret secret = desk.secret("s");
    assertEquals(Optional.of(desk.connection("v").id()), secret.storage());
    String name = secret.current().material().key();
    assertEquals("one", desk.inVault().get(name));
    assertTrue(name.startsWith("fairlead-c0ffee-" + secret.id() + "-"), name);
    assertEquals("one", desk.value("s"));
    assertEquals("t", desk.vault.token());
    assertEquals("what it is for", secret.header().comment());
    assertEquals(Optional.of(CommandDesk.NOON), secret.facts().expires());
    assertEquals(Optional.of("AES"), secret.facts().algorithm());
    assertEquals(Optional.of(256), secret.facts().keySize());

    desk.run(desk.alterSecret, alterSecret("s", value("two")));
    assertEquals("two", desk.value("s"));
    assertEquals(2, desk.inVault().size());
    desk.run(desk.rollbackSecret, new Statement.RollbackSecret(named("s"), false, 1));
    assertEquals("one", desk.value("s"));
    assertEquals(3, desk.inVault().size());
    assertTrue(
        desk.refused(
                desk.drop, CommandDesk.drop(Kind.CONNECTION, "v"))
            .startsWith("cannot drop connection \"v\": still depended upon by secret \"s\""));
  }

  @Test
  void aLinkedValueIsReadAfreshAndNotTouched() {
    desk.makeStorage();
    SecretSource link = new SecretSource.Linked("db/password");
    Duration stale = Duration.ofMinutes(5);
    int calls = desk.vault.calls();
    desk.run(
        desk.createSecret, make("s", link, clauses(Secret.TEXT, "v", Optional.of(stale))));
    assertEquals(calls, desk.vault.calls());
    assertEquals(
        Optional.of(new SecretLink("db/password", Optional.of(stale))), desk.secret("s").link());
    assertEquals(List.of(), desk.secret("s").material());
    desk.vault.put("db/password", "one");
    assertEquals("one", desk.value("s"));
    desk.vault.put("db/password", "two");
    assertEquals("two", desk.value("s"));
    assertEquals(
        """
        secret "s" is linked and takes no value
        Its value is read afresh at every use from where it is kept.
        Change it there; nothing has to be altered here.""",
        desk.refused(desk.alterSecret, alterSecret("s", value("CNRY"))));
    assertTrue(
        desk.refused(desk.alterSecret, alterSecret("s", new SecretAction.Rotate()))
            .contains("It is linked: it is rotated where it is kept"));
  }

  @Test
  void anEncryptionKeyIsMadeAndRotatedHere() {
    desk.run(desk.createSecret, make("k", MADE, KEY));
    String first = desk.value("k");
    assertTrue(
        first.matches("\\{\"key\":\"[0-9a-f]{64}\",\"salt\":\"[0-9a-f]{32}\"}"), "its form");
    assertEquals(
        "secret \"k\" is now at value 2: nothing depends on it",
        desk.run(desk.alterSecret, alterSecret("k", new SecretAction.Rotate())));
    assertNotEquals(first, desk.value("k"));
    desk.run(desk.rollbackSecret, new Statement.RollbackSecret(named("k"), false, 1));
    assertEquals(first, desk.value("k"));
    assertEquals(
        """
        secret "k" is an encryption key and takes no value
        It is generated by this server, so that nobody has to see it.
        ROTATE makes a new one.""",
        desk.refused(desk.alterSecret, alterSecret("k", value("CNRY"))));
    desk.run(desk.createSecret, make("s", literal("x"), SecretClauses.NONE));
    assertEquals(
        "secret \"s\" is no encryption key and cannot be rotated\n"
            + "Only this server's own keys can be made anew here; the value of any other secret is"
            + " what somebody else expects.\n"
            + "Give it a new value with SET SECRET.",
        desk.refused(desk.alterSecret, alterSecret("s", new SecretAction.Rotate())));
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    desk.makeStorage();
    int kept = desk.kept();
    assertTrue(refused(literal("CNRY"), KEY).startsWith("an encryption key is generated"));
    assertTrue(refused(MADE, SecretClauses.NONE).startsWith("only an encryption key can be"));
    assertTrue(
        refused(new SecretSource.Linked("n"), SecretClauses.NONE)
            .startsWith("a linked secret needs the credential storage that has it"));
    assertTrue(
        refused(literal("x"), clauses(Secret.TEXT, "v", Optional.of(Duration.ZERO)))
            .startsWith("MAX STALE is for linked secrets alone"));
    assertTrue(
        refused(literal("x"), clauses(Secret.TEXT, "missing", Optional.empty()))
            .startsWith("connection \"missing\" does not exist"));
    desk.run(desk.createConnection, newConnection("c", PlainType.NAME, set("host", text("h"))));
    assertTrue(
        refused(literal("x"), clauses(Secret.TEXT, "c", Optional.empty()))
            .startsWith("connection \"c\" is not a credential storage"));
    assertEquals(kept, desk.kept());
    assertEquals(0, desk.inVault().size());
  }

  @Test
  void thisServersOwnVaultHasANameToo() {
    SecretClauses own = clauses(Secret.TEXT, BuiltInVault.NAME, Optional.empty());
    assertTrue(
        refused(new SecretSource.Linked("n"), own)
            .startsWith("a linked secret needs the credential storage that has it"));
    desk.run(desk.createSecret, make("s", literal("one"), own));
    assertEquals(Optional.empty(), desk.secret("s").storage());
  }

  @Test
  void anInactiveStorageTakesNoNewSecretsAndKeepsThoseItHas() {
    desk.makeStorage();
    desk.run(desk.createSecret, make("old", literal("one"), IN_V));
    desk.run(
        desk.alterConnection, alter("v", edit(set("active", new OptionLiteral.Flag(false)))));
    assertTrue(
        refused(literal("x"), IN_V)
            .startsWith("credential storage \"v\" is inactive: it takes no new secrets"));
    desk.run(desk.alterSecret, alterSecret("old", value("two")));
    assertEquals("two", desk.value("old"));
  }

  @Test
  void aStorageNeedsUsage() {
    desk.makeStorage();
    desk.as(CommandDesk.CLERK);
    assertTrue(refused(literal("x"), IN_V).startsWith("permission denied for CONNECTION"));
    assertEquals(0, desk.inVault().size());
  }

  @Test
  void aStorageThatIsGoneOrRefusesTakesNothing() {
    desk.makeStorage();
    desk.vault.mood(VaultDouble.Mood.GONE);
    assertEquals(
        "credential storage \"v\" does not take the secret: nobody is there",
        refused(literal("CNRY"), IN_V));
    desk.vault.mood(VaultDouble.Mood.REFUSES);
    assertEquals(
        "credential storage \"v\" does not take the secret: permission denied\n"
            + "Ask whose vault it is.",
        refused(literal("CNRY"), IN_V));
    assertEquals(List.of("v", "v.token"), desk.items());
  }

  @Test
  void aStorageDoesNotSignInWithASecretThatIsInOne() {
    desk.makeStorage();
    desk.run(desk.createSecret, make("s", literal("x"), IN_V));
    assertTrue(
        desk.refused(
                desk.createConnection,
                newConnection("w", VaultDouble.NAME, set("token", secretNamed("s"))))
            .startsWith("secret \"s\" is in a credential storage itself"));
    assertTrue(
        desk.refused(desk.alterConnection, alter("v", edit(set("token", secretNamed("s")))))
            .startsWith("secret \"s\" is in a credential storage itself"));
  }

  @Test
  void materialIsThereBeforeAnythingRefersToIt() {
    desk.makeStorage();
    Prepared prepared = desk.prepare(desk.createSecret, make("s", literal("one"), IN_V));
    assertEquals(List.of("one"), List.copyOf(desk.inVault().values()));
    assertEquals(List.of("v", "v.token"), desk.items());
    desk.commit(((Prepared.Change) prepared).step());
    assertEquals("one", desk.value("s"));
  }

  @Test
  void aStorageThatBecameInactiveMeanwhileRefuses() {
    desk.makeStorage();
    Prepared prepared = desk.prepare(desk.createSecret, make("s", literal("one"), IN_V));
    desk.run(
        desk.alterConnection, alter("v", edit(set("active", new OptionLiteral.Flag(false)))));
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> desk.commit(((Prepared.Change) prepared).step()));
    assertEquals(ProblemKind.INVALID_OPTION, refusal.problem().kind());
  }

  @Test
  void namesInStoragesAreBounded() {
    desk.makeStorage();
    String longest = "n".repeat(Limits.VAULT_NAME_CHARACTERS);
    assertTrue(
        refused(new SecretSource.Linked(longest + "n"), IN_V).startsWith("the name of a value"));
    assertTrue(refused(new SecretSource.Linked("a\nb"), IN_V).startsWith("the name of a value"));
    assertTrue(refused(new SecretSource.Linked(" "), IN_V).startsWith("the name of a value"));
    desk.run(desk.createSecret, make("s", new SecretSource.Linked(longest), IN_V));
  }

  @Test
  void commentsAndAlgorithmsAreBounded() {
    String comment = "c".repeat(Limits.COMMENT_BYTES);
    String algorithm = "a".repeat(Limits.NAME_BYTES);
    assertTrue(refused(MADE, described(comment + "c", "a")).startsWith("comment is longer"));
    assertTrue(
        refused(MADE, described("c", algorithm + "a")).startsWith("the name of an algorithm"));
    desk.run(desk.createSecret, make("k", MADE, described(comment, algorithm)));
    assertTrue(
        desk.refused(
                desk.alterSecret, alterSecret("k", new SecretAction.Describe(comment + "c")))
            .startsWith("comment is longer"));
  }

  private static SecretClauses described(String comment, String algorithm) {
    return new SecretClauses(
        Secret.ENCRYPTION_KEY,
        Optional.empty(),
        Optional.of(comment),
        Optional.empty(),
        Optional.of(algorithm),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void ifNotExistsIsAQuietSuccess() {
    desk.run(desk.createSecret, make("s", literal("one"), SecretClauses.NONE));
    int kept = desk.kept();
    assertEquals(
        "secret \"s\" already exists, skipping",
        desk.run(
            desk.createSecret, new Statement.CreateSecret(named("s"), true, literal("two"))));
    assertEquals(kept, desk.kept());
    assertEquals("one", desk.value("s"));
  }

  @Test
  void actionsGoFromLeftToRightIntoOneVersion() {
    desk.run(desk.createSecret, make("s", literal("one"), SecretClauses.NONE));
    desk.run(desk.createSecret, make("taken", literal("one"), SecretClauses.NONE));
    Instant when = Instant.parse("2027-01-01T00:00:00Z");
    assertEquals(
        """
        the description was set twice; the later one counts
        the value was set twice; the later one counts
        secret "t" is now at value 2: nothing depends on it""",
        desk.run(
            desk.alterSecret,
            alterSecret(
                "s",
                new SecretAction.Describe("first"),
                value("two"),
                new SecretAction.Describe("second"),
                new SecretAction.ExpireAt(when),
                value("three"),
                new SecretAction.RenameTo("t"))));
    Secret after = desk.secret("t");
    assertEquals(2, after.version());
    assertEquals("second", after.header().comment());
    assertEquals(Optional.of(when), after.facts().expires());
    assertEquals("three", desk.value("t"));
    assertEquals(
        "secret \"t\" is now version 3: comment changed",
        desk.run(desk.alterSecret, alterSecret("t", new SecretAction.Describe("third"))));
    assertEquals(
        "secret \"t\" is unchanged and stays at value 2",
        desk.run(desk.alterSecret, alterSecret("t", new SecretAction.Describe("third"))));
    int kept = desk.kept();
    assertEquals(
        "secret \"fairlead.public.taken\" already exists",
        desk.refused(
            desk.alterSecret,
            alterSecret("t", value("CNRY"), new SecretAction.RenameTo("taken"))));
    assertEquals(kept, desk.kept());
  }

  @Test
  void anOverlapNamesTheEarlierValueAndItsEnd() {
    desk.run(desk.createSecret, make("s", literal("one"), SecretClauses.NONE));
    Optional<OverlapClause> overlap = Optional.of(new OverlapClause(Duration.ofMinutes(15), 3));
    desk.run(
        desk.alterSecret,
        new Statement.AlterSecret(named("s"), false, List.of(value("two")), overlap));
    assertEquals(
        Optional.of(new ValueOverlap(1, CommandDesk.NOON.plus(Duration.ofMinutes(15)), 3)),
        desk.secret("s").overlap());
    assertTrue(
        desk.refused(
                desk.alterSecret,
                new Statement.AlterSecret(
                    named("s"), false, List.of(new SecretAction.Describe("d")), overlap))
            .startsWith("OVERLAP is for a new value of a secret"));
    desk.run(desk.alterSecret, alterSecret("s", value("three")));
    assertEquals(Optional.empty(), desk.secret("s").overlap());
  }

  @Test
  void noMessageHoldsAValue() {
    desk.makeStorage();
    OptionEdit.Set typed = set("password", CommandDesk.typed("CNRY-typed"));
    String told =
        desk.refused(desk.createConnection, newConnection("c", PlainType.NAME, typed))
            + refused(literal("CNRY-literal"), KEY)
            + typed
            + make("s", literal("CNRY-statement"), IN_V);
    assertFalse(told.contains("CNRY"), told);
  }
}

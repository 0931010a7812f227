package io.fairlead.command;

import static io.fairlead.command.CommandDesk.alter;
import static io.fairlead.command.CommandDesk.newConnection;
import static io.fairlead.command.CommandDesk.drop;
import static io.fairlead.command.CommandDesk.edit;
import static io.fairlead.command.CommandDesk.secretNamed;
import static io.fairlead.command.CommandDesk.set;
import static io.fairlead.command.CommandDesk.text;
import static io.fairlead.command.CommandDesk.typed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.catalog.Step;
import io.fairlead.model.Kind;
import io.fairlead.model.OptionValue;
import io.fairlead.model.Secret;
import io.fairlead.sql.ConnectionAction;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.OverlapClause;
import io.fairlead.sql.Reply;
import io.fairlead.sql.SecretAction;
import io.fairlead.sql.Statement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets that are typed into a connection and go with it.
class OwnSecretsTest {
  private static final OptionEdit.Set HOST = set("host", text("h"));

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

  private void createWithPassword(String name, String password) {
    desk.run(
        desk.createConnection,
        newConnection(name, PlainType.NAME, HOST, set("password", typed(password))));
  }

  private static ConnectionAction password(String value) {
    return edit(set("password", typed(value)));
  }

  @Test
  void whatIsTypedBecomesASecretOfTheConnection() {
    createWithPassword("c", "one");
    assertEquals(List.of("c", "c.password"), desk.items());
    Secret own = desk.secret("c.password");
    assertEquals(Optional.of(desk.connection("c").id()), own.partOf());
    assertEquals(desk.connection("c").owner(), own.owner());
    assertEquals("one", desk.value("c.password"));
    assertEquals(
        Optional.of(new OptionValue.SecretUse(own.id())),
        desk.connection("c").options().get("password"));
    assertEquals(1, desk.kept());
  }

  @Test
  void aTakenNameGetsANumberAndALongOneIsCut() {
    desk.run(
        desk.createSecret,
        new Statement.CreateSecret(
            CommandDesk.named("c.password"), false, CommandDesk.literal("x")));
    createWithPassword("c", "one");
    assertEquals("one", desk.value("c.password2"));
    String longest = "ü".repeat(Limits.NAME_BYTES / 2);
    createWithPassword(longest, "two");
    assertEquals("two", desk.value("ü".repeat((Limits.NAME_BYTES - 9) / 2) + ".password"));
  }

  @Test
  void typingAgainMakesANewValueOfTheSameSecretAndAVersionOfTheConnection() {
    createWithPassword("c", "one");
    Secret before = desk.secret("c.password");
    assertEquals(
        "connection \"c\" is now version 2: PASSWORD has a new value; nothing depends on it",
        desk.run(desk.alterConnection, alter("c", password("two"))));
    Secret after = desk.secret("c.password");
    assertEquals(before.id(), after.id());
    assertEquals(2, after.current().number());
    assertEquals("two", desk.value("c.password"));
    assertEquals(2, desk.connection("c").version());
    assertTrue(
        desk.run(desk.alterConnection, alter("c", new ConnectionAction.RollbackTo(1)))
            .contains("PASSWORD is fixed at value 1"));
  }

  @Test
  void aTextStaysATextAndASecretIsMadeWhereBothAreTaken() {
    desk.run(
        desk.createConnection,
        newConnection("c", PlainType.NAME, HOST, set("certificate", text("PEM open"))));
    assertEquals(List.of("c"), desk.items());
    desk.run(desk.alterConnection, alter("c", edit(set("certificate", typed("PEM hidden")))));
    assertEquals("PEM hidden", desk.value("c.certificate"));
    assertEquals(
        "invalid HOST: cannot use value as string",
        desk.refused(desk.alterConnection, alter("c", edit(set("host", typed("CNRY"))))));
  }

  @Test
  void whatIsNotUsedAnyMoreGoesInTheSameDecision() {
    createWithPassword("c", "one");
    desk.run(
        desk.createSecret,
        new Statement.CreateSecret(CommandDesk.named("s"), false, CommandDesk.literal("x")));
    long before = desk.image().sequence();
    desk.run(desk.alterConnection, alter("c", edit(set("password", secretNamed("s")))));
    assertEquals(before + 1, desk.image().sequence());
    assertEquals(List.of("c", "s"), desk.items());
    desk.run(desk.alterConnection, alter("c", password("two")));
    desk.run(desk.alterConnection, alter("c", edit(new OptionEdit.Reset("password", 0))));
    assertEquals(List.of("c", "s"), desk.items());
    desk.run(desk.alterConnection, alter("c", password("three")));
    desk.run(
        desk.alterConnection, alter("c", edit(new OptionEdit.ReplaceAll(List.of(HOST)))));
    assertEquals(List.of("c", "s"), desk.items());
    assertTrue(
        desk.refused(desk.alterConnection, alter("c", new ConnectionAction.RollbackTo(1)))
            .startsWith(
                "connection \"c\" cannot go back to version 1: \"c.password\", which it uses, has"
                    + " been dropped"));
  }

  @Test
  void theyGoWithTheirConnectionAndDoNotHoldIt() {
    createWithPassword("c", "one");
    assertEquals(
        "cannot drop secret \"c.password\": still depended upon by connection \"c\"\n"
            + "DROP … CASCADE drops them too.",
        desk.refused(desk.drop, drop(Kind.SECRET, "c.password")));
    assertEquals("", desk.run(desk.drop, drop(Kind.CONNECTION, "c")));
    assertEquals(List.of(), desk.items());
  }

  @Test
  void oneThatSomebodyElseUsesStaysByItself() {
    createWithPassword("c", "one");
    desk.run(
        desk.createConnection,
        newConnection("d", PlainType.NAME, HOST, set("password", secretNamed("c.password"))));
    desk.run(desk.drop, drop(Kind.CONNECTION, "c"));
    assertEquals(List.of("c.password", "d"), desk.items());
    assertEquals(Optional.empty(), desk.secret("c.password").partOf());
    assertEquals("one", desk.value("c.password"));
    desk.run(desk.alterConnection, alter("d", password("two")));
    assertEquals("one", desk.value("c.password"));
    assertEquals("two", desk.value("d.password"));
  }

  @Test
  void aRefusedStatementKeepsNothing() {
    assertEquals(
        "HOST option is required",
        desk.refused(
            desk.createConnection,
            newConnection("c", PlainType.NAME, set("password", typed("CNRY-one")))));
    assertEquals(
        "this is no certificate",
        desk.refused(
            desk.createConnection,
            newConnection("c", PlainType.NAME, HOST, set("certificate", typed("CNRY-two")))));
    String failed =
        desk.refused(
            desk.createConnection,
            new Statement.CreateConnection(
                CommandDesk.named("c"),
                false,
                PlainType.NAME,
                List.of(HOST, set("password", typed("CNRY-three"))),
                Optional.of(true),
                "test"));
    assertTrue(failed.contains("the password is wrong"), failed);
    assertFalse(failed.contains("CNRY"), failed);
    createWithPassword("c", "good");
    assertEquals(
        "nobody listens on port 0",
        desk.refused(
            desk.alterConnection,
            alter("c", edit(set("port", text("0")), set("password", typed("CNRY-four"))))));
    assertTrue(
        desk.refused(
                desk.alterConnection,
                new Statement.AlterConnection(
                    CommandDesk.named("c"),
                    false,
                    List.of(password("CNRY-five")),
                    Optional.of(true),
                    "test"))
            .contains("the password is wrong"));
    assertEquals(1, desk.kept());
    assertEquals("good", desk.value("c.password"));
  }

  @Test
  void aProbeSeesWhatWasTyped() {
    desk.run(
        desk.createConnection,
        new Statement.CreateConnection(
            CommandDesk.named("c"),
            false,
            PlainType.NAME,
            List.of(HOST, set("password", typed("good"))),
            Optional.of(true),
            "test"));
    assertEquals("good", desk.value("c.password"));
  }

  @Test
  void materialIsThereBeforeAnythingRefersToIt() {
    Prepared prepared =
        desk.prepare(
            desk.createConnection,
            newConnection("c", PlainType.NAME, HOST, set("password", typed("one"))));
    assertEquals(1, desk.kept());
    assertEquals(List.of(), desk.items());
    desk.commit(((Prepared.Change) prepared).step());
    assertEquals("one", desk.value("c.password"));
  }

  @Test
  void aNameThatWasTakenMeanwhileIsNoMatter() {
    Step<Reply> step = step(newConnection("c", PlainType.NAME, HOST, set("password", typed("one"))));
    desk.run(
        desk.createSecret,
        new Statement.CreateSecret(
            CommandDesk.named("c.password"), false, CommandDesk.literal("x")));
    desk.commit(step);
    assertEquals("one", desk.value("c.password2"));
  }

  private Step<Reply> step(Statement.CreateConnection statement) {
    return ((Prepared.Change) desk.prepare(desk.createConnection, statement)).step();
  }

  @Test
  void anOptionThatCameToUseAnotherSecretMeanwhileIsAConflict() {
    createWithPassword("c", "one");
    Prepared prepared = desk.prepare(desk.alterConnection, alter("c", password("two")));
    desk.run(
        desk.alterConnection, alter("c", edit(new OptionEdit.Reset("password", 0))));
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> desk.commit(((Prepared.Change) prepared).step()));
    assertEquals(ProblemKind.CONFLICT, refusal.problem().kind());
  }

  @Test
  void theOwnerMayAlterThemAndTheyGetANewOwnerWithTheConnection() {
    createWithPassword("c", "one");
    desk.run(
        desk.alterSecret,
        CommandDesk.alterSecret(
            "c.password", new SecretAction.SetValue(CommandDesk.literal("two"))));
    assertEquals("two", desk.value("c.password"));
    assertEquals(
        "secret \"c.password\" is part of connection \"c\"\n"
            + "It gets a new owner with the connection.",
        desk.refused(
            desk.changeOwner,
            new Statement.ChangeOwner(
                Kind.SECRET, CommandDesk.named("c.password"), false, "clerk")));
    desk.run(
        desk.alterConnection,
        alter("c", new ConnectionAction.OwnerTo("clerk"), password("three")));
    assertEquals(CommandDesk.CLERK, desk.secret("c.password").owner());
    desk.as(CommandDesk.CLERK);
    desk.run(desk.alterConnection, alter("c", password("four")));
    desk.run(desk.alterConnection, alter("c", new ConnectionAction.OwnerTo("clerk")));
    assertEquals("four", desk.value("c.password"));
  }

  @Test
  void laterActionsCountAndTheUserIsTold() {
    createWithPassword("c", "one");
    int kept = desk.kept();
    assertEquals(
        "option PASSWORD was set twice; the later one counts\n"
            + "connection \"c\" is now version 2: PASSWORD has a new value; nothing depends on it",
        desk.run(desk.alterConnection, alter("c", password("two"), password("three"))));
    assertEquals("three", desk.value("c.password"));
    assertEquals(kept + 1, desk.kept());
    assertEquals(
        "option PORT was set and then left out of the whole; the later one counts\n"
            + "connection \"c\" is now version 3: PASSWORD reset, comment changed;"
            + " nothing depends on it",
        desk.run(
            desk.alterConnection,
            alter(
                "c",
                edit(set("port", text("5"))),
                new ConnectionAction.Describe("d"),
                edit(new OptionEdit.ReplaceAll(List.of(HOST))))));
  }

  @Test
  void anOverlapKeepsTheValueThatWasTypedOver() {
    createWithPassword("c", "one");
    desk.run(
        desk.alterConnection,
        new Statement.AlterConnection(
            CommandDesk.named("c"),
            false,
            List.of(password("two")),
            Optional.empty(),
            Optional.of(new OverlapClause(Duration.ofMinutes(15), 3)),
            Optional.empty(),
            "test"));
    assertEquals(
        Optional.of(new OptionValue.SecretUse(desk.secret("c.password").id(), Optional.of(1))),
        desk.connection("c").overlap().orElseThrow().before().get("password"));
    assertEquals("two", desk.value("c.password"));
  }

  @Test
  void whatALaterActionReplacesIsNotKept() {
    desk.run(
        desk.createSecret,
        new Statement.CreateSecret(CommandDesk.named("s"), false, CommandDesk.literal("x")));
    createWithPassword("c", "one");
    int kept = desk.kept();
    desk.run(
        desk.alterConnection,
        alter("c", password("two"), edit(set("password", secretNamed("s")))));
    assertEquals(kept, desk.kept());
    assertEquals(List.of("c", "s"), desk.items());
  }

  @Test
  void onlyTheFinalStateHasToBeValid() {
    createWithPassword("c", "one");
    desk.run(
        desk.alterConnection,
        alter(
            "c",
            edit(new OptionEdit.ReplaceAll(List.of(set("port", text("0"))))),
            edit(set("host", text("other"))),
            edit(set("port", text("6")))));
    assertEquals(
        Optional.of("other"), desk.connection("c").options().text("host"));
    assertEquals(
        "HOST specified more than once",
        desk.refused(desk.alterConnection, alter("c", edit(HOST, HOST))));
  }

  @Test
  void valuesAtTheLimitAreTakenAndOneByteMoreIsNot() {
    createWithPassword("c", "x".repeat(Limits.SECRET_BYTES));
    assertEquals(
        "secrets can not be bigger than 512KiB",
        desk.refused(
            desk.alterConnection, alter("c", password("x".repeat(Limits.SECRET_BYTES + 1)))));
  }
}

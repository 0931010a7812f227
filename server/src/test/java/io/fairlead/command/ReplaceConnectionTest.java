package io.fairlead.command;

import static io.fairlead.command.CommandDesk.CLERK;
import static io.fairlead.command.CommandDesk.drop;
import static io.fairlead.command.CommandDesk.newConnection;
import static io.fairlead.command.CommandDesk.set;
import static io.fairlead.command.CommandDesk.text;
import static io.fairlead.command.CommandDesk.typed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import io.fairlead.model.Connection;
import io.fairlead.model.Grant;
import io.fairlead.model.Kind;
import io.fairlead.model.Privilege;
import io.fairlead.sql.OptionEdit;
import io.fairlead.sql.Statement;
import io.fairlead.vault.VaultDouble;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CREATE OR REPLACE CONNECTION.
class ReplaceConnectionTest {
  private static final OptionEdit.Set HOST = set("host", text("h"));

  @TempDir private Path folder;
  private CommandDesk desk;

  @BeforeEach
  void open() throws Exception {
    desk = new CommandDesk(folder);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static Statement.ReplaceConnection replaced(String type, OptionEdit.Set... options) {
    return new Statement.ReplaceConnection(newConnection("c", type, options));
  }

  private String replace(OptionEdit.Set... options) {
    return desk.run(desk.replaceConnection, replaced(PlainType.NAME, options));
  }

  @Test
  void whatIsNotThereIsMade() {
    assertEquals("", replace(HOST));
    assertEquals(1, desk.connection("c").version());
  }

  @Test
  void whatIsThereGetsAVersionAndKeepsWhatPeopleHave() {
    replace(HOST, set("password", typed("one")));
    Connection before = desk.connection("c");
    List<Grant> grants =
        List.of(new Grant(Optional.of(CLERK), before.owner(), Set.of(Privilege.USAGE)));
    desk.put(before.withHeader(before.header().withGrants(grants)));
    assertEquals(
        "connection \"c\" is now version 2: HOST changed, PASSWORD has a new value; nothing depends"
            + " on it",
        replace(set("host", text("other")), set("password", typed("two"))));
    Connection after = desk.connection("c");
    assertEquals(before.id(), after.id());
    assertEquals(before.owner(), after.owner());
    assertEquals(grants, after.header().grants());
    assertEquals("two", desk.value("c.password"));
  }

  @Test
  void nothingOfTheOldDefinitionIsLeft() {
    replace(HOST, set("password", typed("one")));
    replace(HOST);
    assertEquals(Set.of("host"), desk.connection("c").options().values().keySet());
    assertEquals(List.of("c"), desk.items());
  }

  @Test
  void theTypeStays() {
    replace(HOST);
    assertEquals(
        "connection \"c\" is of type \""
            + PlainType.NAME
            + "\", which cannot be replaced by \""
            + VaultDouble.NAME
            + "\"\nDrop it first, or take another name.",
        desk.refused(
            desk.replaceConnection, replaced(VaultDouble.NAME, set("token", typed("t")))));
    assertEquals(1, desk.connection("c").version());
  }

  @Test
  void whoDoesNotOwnItIsRefused() {
    replace(HOST);
    desk.as(CLERK);
    assertEquals(
        "must be owner of CONNECTION fairlead.public.c",
        desk.refused(desk.replaceConnection, replaced(PlainType.NAME, HOST)));
  }

  @Test
  void whatWasMadeOrDroppedMeanwhileIsAConflict() {
    Prepared.Change making = prepared();
    replace(HOST);
    mustConflict(making);
    Prepared.Change changing = prepared();
    desk.run(desk.drop, drop(Kind.CONNECTION, "c"));
    mustConflict(changing);
  }

  private Prepared.Change prepared() {
    return (Prepared.Change)
        desk.prepare(
            desk.replaceConnection, replaced(PlainType.NAME, set("host", text("other"))));
  }

  private void mustConflict(Prepared.Change change) {
    Refusal refusal = assertThrows(Refusal.class, () -> desk.commit(change.step()));
    assertEquals(ProblemKind.CONFLICT, refusal.problem().kind());
  }
}

package io.fairlead.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.base.Limits;
import io.fairlead.base.ProblemKind;
import io.fairlead.base.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The variables of sessions of both kinds.
class SettingsTest {
  private static Settings mysql() {
    return new Settings(MysqlVariables.ALL, "ann", false);
  }

  private static ProblemKind refused(Settings settings, String name, String value) {
    return assertThrows(Refusal.class, () -> settings.set(name, Optional.of(value)))
        .problem()
        .kind();
  }

  @Test
  void flagsAreOneAndZero() {
    Settings settings = mysql();
    assertTrue(settings.isAutocommit());
    settings.set("autocommit", Optional.of("OFF"));
    assertEquals("0", settings.get("autocommit"));
    assertFalse(settings.isAutocommit());
    settings.set("transaction_isolation", Optional.of("read committed"));
    assertEquals("READ-COMMITTED", settings.get("tx_isolation"));
    settings.set("max_execution_time", Optional.of("250"));
    assertEquals(250, settings.statementTimeout());
  }

  @Test
  void whatNobodyKnowsIsRefused() {
    assertEquals(ProblemKind.UNKNOWN_SETTING, refused(mysql(), "nope", "1"));
    assertEquals(ProblemKind.INVALID_OPTION, refused(mysql(), "version", "1"));
    assertEquals(ProblemKind.NOT_SUPPORTED, refused(mysql(), "names", "latin1"));
  }

  @Test
  void ownSettingsHaveALimit() {
    Settings settings = mysql();
    for (int i = 0; i < Limits.OWN_SETTINGS; i++) {
      settings.set("@a" + i, Optional.of("x"));
    }
    settings.set("@a0", Optional.of("y"));
    assertEquals(ProblemKind.TOO_LARGE, refused(settings, "@b", "x"));
  }

  @Test
  void namesAreLookedUpInTheSchemaThatIsUsed() {
    Settings settings = mysql();
    assertEquals("public", settings.schema());
    settings.startIn("shop");
    settings.use("other");
    assertEquals("other", settings.schema());
    settings.reset();
    assertEquals("shop", settings.schema());
  }
}

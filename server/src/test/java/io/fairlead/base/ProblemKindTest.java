package io.fairlead.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class ProblemKindTest {
  /// Clients keep these numbers for what they find out themselves: MariaDB's takes a server that sends
  /// one for broken.
  private static final int FIRST_OF_CLIENTS = 2000;

  private static final int LAST_OF_CLIENTS = 2999;

  @Test
  void everyKindHasCodesThatClientsTake() {
    for (ProblemKind kind : ProblemKind.values()) {
      assertEquals(5, kind.sqlState().length(), kind.name());
      int number = kind.mysqlNumber();
      assertFalse(number >= FIRST_OF_CLIENTS && number <= LAST_OF_CLIENTS, kind.name());
    }
  }
}

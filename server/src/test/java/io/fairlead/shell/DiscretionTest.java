package io.fairlead.shell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscretionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE SECRET s AS 'x';",
        "alter /* a comment */ secret s\nas $$x$$;",
        "CREATE ROLE r PASSWORD 'x';",
        "CREATE CONNECTION c TO KAFKA (SASL PASSWORD = SECRET s);",
        "CREATE CONNECTION c TO AWS (SECRET ACCESS KEY = 'x');",
        "CREATE CONNECTION c TO AWS (SESSION TOKEN 'x');",
        "CREATE CONNECTION c TO AWS (ACCESS KEY ID = 'x');",
        "CREATE CONNECTION c TO ICEBERG CATALOG (CREDENTIAL 'id:x');",
        "CREATE USER u IDENTIFIED BY 'x';",
      })
  void keepsSilentAbout(String text) {
    assertTrue(Discretion.mayHoldSecret(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHOW SECRETS;",
        "DROP SECRET s;",
        "ALTER CONNECTION c SET (HOST = 'h');",
        "ALTER CONNECTION c ROTATE KEYS;",
        "SELECT * FROM mz_connections WHERE name = 'c';",
      })
  void remembers(String text) {
    assertFalse(Discretion.mayHoldSecret(text));
  }
}

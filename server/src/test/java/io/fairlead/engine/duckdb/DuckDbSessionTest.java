package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Statements on tables, views and the catalog, without a protocol around them.
class DuckDbSessionTest {
  private static final DuckDbEngine ENGINE = Runs.engine();
  private final EngineSession session = ENGINE.open();
  private final View view = Images.view(Images.small());

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private String run(String sql, Object... parameters) {
    return Runs.print(session, view, sql, parameters);
  }

  @Test
  void catalogRelationsShowTheImage() {
    assertEquals(
        """
        u5|shop|postgres|[admin=U/admin]|CREATE CONNECTION fairlead.public.shop (all)
        SELECT""",
        run("SELECT id, name, type, privileges, create_sql FROM mz_connections WHERE name = $1", "shop"));
    assertEquals(
        "id TEXT, oid OID, schema_id TEXT, name TEXT, type TEXT, owner_id TEXT, privileges"
            + " ACL_ITEM_ARRAY, create_sql TEXT, redacted_create_sql TEXT",
        Runs.columns(session, view, "SELECT * FROM mz_catalog.mz_connections"));
  }

  @Test
  void tablesCountAsPostgreSqlDoes() {
    assertEquals("CREATE TABLE", run("CREATE TABLE count_t (a int, b text)"));
    assertEquals("INSERT 0 2", run("INSERT INTO count_t VALUES (1, 'x'), (2, NULL)"));
    assertEquals("UPDATE 1", run("UPDATE count_t SET b = 'y' WHERE a = 1"));
    assertEquals("1|y\n2|NULL\nSELECT", run("SELECT * FROM count_t ORDER BY a"));
    assertEquals("DELETE 2", run("DELETE FROM count_t"));
    assertEquals("DROP TABLE", run("DROP TABLE count_t"));
  }

  @Test
  void errorsHavePreciseKinds() {
    assertEquals("ERROR 42P01 relation \"nosuch\" does not exist", run("SELECT * FROM nosuch"));
    assertEquals("ERROR 42703 column \"nosuch\" does not exist", run("SELECT nosuch FROM mz_secrets"));
    assertEquals("ERROR 42883 function \"nosuch\" does not exist", run("SELECT nosuch(1)"));
    assertEquals("ERROR 42601 syntax error at or near \"+\"", run("SELECT 1 +"));
  }
}

package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.mysql.MariaDb;
import io.fairlead.connector.sshtunnel.Bastion;
import io.fairlead.server.RunningServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// MySQL connections through SQL, with a real MariaDB that keeps no binary log.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MysqlTest {
  private MariaDb mariaDb;
  private RunningServer server;
  private Sql sql;

  @BeforeAll
  void startMariaDb(@TempDir Path folder) throws Exception {
    mariaDb = MariaDb.start(folder);
    mariaDb.execute("CREATE USER app@'%'");
  }

  @AfterAll
  void stopMariaDb() throws Exception {
    mariaDb.close();
  }

  @BeforeEach
  void start(@TempDir Path data) throws Exception {
    server = RunningServer.in(data);
    sql = Sql.to(server);
    setPassword("first");
    sql.execute("CREATE SECRET pw AS 'first'");
  }

  @AfterEach
  void stop() throws Exception {
    sql.close();
    server.close();
  }

  private void setPassword(String password) throws Exception {
    mariaDb.execute("ALTER USER app@'%' IDENTIFIED BY '" + password + "'");
  }

  private void createShop(String host) throws Exception {
    sql.execute(
        "CREATE CONNECTION shop TO MYSQL (HOST '%s', PORT %d, USER 'app', PASSWORD SECRET pw)"
            .formatted(host, mariaDb.port()));
  }

  @Test
  void aRotatedPassword() throws Exception {
    createShop("127.0.0.1");
    setPassword("second");
    Sql.Refused refused = sql.refused("VALIDATE CONNECTION shop");
    assertEquals("58000", refused.state());
    assertTrue(refused.message().contains("at step \"sign in\""), refused.toString());
    assertFalse(refused.toString().contains("first"), refused.toString());
    sql.execute("ALTER SECRET pw AS 'second'");
    List<String> notices = sql.execute("VALIDATE CONNECTION shop");
    assertTrue(notices.get(2).endsWith("(MariaDB 11.4)"), notices.toString());
    assertTrue(notices.get(3).contains("log_bin is OFF"), notices.toString());
  }

  @Test
  void aChangeThatCannotBeProvedChangesNothing() throws Exception {
    createShop("127.0.0.1");
    String before = sql.row("SHOW CREATE CONNECTION shop");
    Sql.Refused refused = sql.refused("ALTER CONNECTION shop SET (USER 'stranger')");
    assertEquals("58000", refused.state());
    assertEquals(before, sql.row("SHOW CREATE CONNECTION shop"));
    sql.execute("ALTER CONNECTION shop SET (SSL MODE 'required')");
    assertTrue(sql.row("SHOW CREATE CONNECTION shop").contains("SSL MODE = 'required'"));
  }

  @Test
  void aTunnelIsAddedToAndTakenFromALiveConnection() throws Exception {
    try (Bastion bastion = Bastion.start()) {
      createShop("localhost");
      sql.execute(
          "CREATE CONNECTION t TO SSH TUNNEL (HOST '127.0.0.1', PORT %d, USER 'tunnel')"
              .formatted(bastion.port()));
      String id = sql.row("SELECT id FROM mz_connections WHERE name = 'shop'");
      Sql.Refused early = sql.refused("ALTER CONNECTION shop SET (SSH TUNNEL t)");
      assertTrue(early.message().contains("at step \"tunnel t: sign in\""), early.toString());
      bastion.authorize(sql.row("SELECT public_key_1 FROM mz_ssh_tunnel_connections"));

      sql.execute("ALTER CONNECTION shop SET (SSH TUNNEL t)");
      List<String> notices = sql.execute("VALIDATE CONNECTION shop");
      assertTrue(
          notices.stream().anyMatch(notice -> notice.contains("through the tunnel")),
          notices.toString());
      sql.execute("ALTER CONNECTION shop RESET (SSH TUNNEL)");
      assertFalse(sql.row("SHOW CREATE CONNECTION shop").contains("TUNNEL"));
      assertEquals(id, sql.row("SELECT id FROM mz_connections WHERE name = 'shop'"));
    }
  }
}

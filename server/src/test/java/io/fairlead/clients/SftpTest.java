package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.sftp.FileServer;
import io.fairlead.server.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SFTP connections through SQL.
class SftpTest {
  @TempDir Path folder = Path.of("");
  @TempDir Path root = Path.of("");
  private RunningServer server;
  private Sql sql;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.in(folder);
    sql = Sql.to(server);
  }

  @AfterEach
  void stop() throws Exception {
    sql.close();
    server.close();
  }

  @Test
  void isMadeTestedAndGivenAnotherCredential() throws Exception {
    sql.execute("SET dialect = 'deltaforge'");
    sql.execute(
        "CREATE CREDENTIAL right_one TYPE = CREDENTIAL SECRET '%s'"
            .formatted(FileServer.PASSWORD));
    sql.execute("CREATE CREDENTIAL wrong_one TYPE = CREDENTIAL SECRET 'wrong-7a'");
    try (FileServer files = FileServer.start(root, "")) {
      sql.execute(
          ("CREATE CONNECTION files TYPE = sftp OPTIONS (host = '127.0.0.1', port = '%d',"
                  + " username = 'app', base_path = '/') CREDENTIAL = right_one TIMEOUT = 30")
              .formatted(files.port()));
      String passed = sql.row("TEST CONNECTION files");
      assertTrue(passed.contains("PASSED"), passed);
      assertTrue(passed.contains("APACHE-SSHD"), passed);
      // The host key was seen for the first time, and is kept.
      String pinned = sql.row("SHOW CREATE CONNECTION files");
      assertTrue(pinned.contains("host_key = 'ssh-ed25519 "), pinned);
      sql.execute("ALTER CONNECTION files SET CREDENTIAL = wrong_one");
      String failed = sql.row("TEST CONNECTION files");
      assertTrue(failed.contains("FAILED"), failed);
      assertTrue(failed.contains("the server does not accept the password"), failed);
      assertEquals(-1, failed.indexOf("wrong-7a"));
    }
  }
}

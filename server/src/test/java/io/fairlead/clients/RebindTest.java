package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.connector.PlaceProbe;
import io.fairlead.server.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What REBIND tries at a place that several tables share. A trial for writing leaves its object.
class RebindTest {
  @TempDir private Path folder;
  private RunningServer server;
  private Sql admin;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(folder.resolve("read"));
    Files.createDirectories(folder.resolve("written"));
    server = RunningServer.in(folder.resolve("data"), "--folders", folder.toString());
    admin = Sql.to(server);
    admin.execute("CREATE CONNECTION old STORAGE_TYPE = 'fs'");
    admin.execute("CREATE CONNECTION new STORAGE_TYPE = 'fs'");
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    server.close();
  }

  private void table(String name, String place, String further) throws Exception {
    admin.execute(
        "CREATE TABLE %s (a INT) 'fs://%s/' CONNECTION = (CONNECTION_NAME = 'old')%s"
            .formatted(name, folder.resolve(place), further));
  }

  private boolean wasWritten(String place) {
    return Files.exists(folder.resolve(place).resolve(PlaceProbe.OBJECT));
  }

  @Test
  void aSharedPlaceIsTriedForWritingWhenOneTableIsWritten() throws Exception {
    table("reads_alone", "read", " READ_ONLY = TRUE");
    table("reads_first", "written", " READ_ONLY = TRUE");
    table("writes", "written", "");
    table("reads_last", "written", " READ_ONLY = TRUE");
    assertEquals(false, wasWritten("written"));
    assertEquals(
        List.of("4 objects now use connection \"new\""),
        admin.execute("ALTER CONNECTION old REBIND DEPENDANTS TO new"));
    assertEquals(true, wasWritten("written"));
    assertEquals(false, wasWritten("read"));
  }

  @Test
  void tablesThatAreOnlyReadAreNotTriedForWriting() throws Exception {
    table("reads", "written", " READ_ONLY = TRUE");
    table("writes", "written", "");
    admin.execute("ALTER CONNECTION old REBIND DEPENDANTS TO new WHERE NAME LIKE 'read%'");
    assertEquals(false, wasWritten("written"));
    admin.execute("ALTER CONNECTION old REBIND DEPENDANTS TO new WITH (VALIDATE = false)");
    assertEquals(false, wasWritten("written"));
  }
}

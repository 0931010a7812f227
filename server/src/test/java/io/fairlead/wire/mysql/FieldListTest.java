package io.fairlead.wire.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.server.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// COM_FIELD_LIST is about the table of the database that is in use.
class FieldListTest {
  @TempDir Path folder = Path.of("");

  @Test
  void columnsAreThoseOfTheDatabaseInUse() throws Exception {
    try (RunningServer server = RunningServer.in(folder)) {
      int port = server.port("mysql");
      try (Connection connection =
              DriverManager.getConnection(
                  "jdbc:mariadb://127.0.0.1:" + port + "/public?sslMode=trust",
                  "admin",
                  RunningServer.PASSWORD);
          Statement statement = connection.createStatement()) {
        for (String name : new String[] {"shop", "other"}) {
          statement.execute("CREATE SCHEMA " + name);
          statement.execute("CREATE TABLE " + name + ".t (of_" + name + " INT)");
        }
      }
      try (RawMysql client = new RawMysql(port)) {
        assertEquals(0, client.signIn("admin", RunningServer.PASSWORD)[0]);
        for (String name : new String[] {"shop", "other"}) {
          client.command(Command.INIT_DB, name);
          assertEquals(0, client.read()[0]);
          client.command(Command.FIELD_LIST, "t\0");
          String column = text(client);
          assertTrue(column.contains("of_" + name), column);
          assertEquals((byte) 0xfe, client.read()[0]);
        }
        client.command(Command.INIT_DB, "public");
        assertEquals(0, client.read()[0]);
        client.command(Command.FIELD_LIST, "t\0");
        assertEquals(1146, RawMysql.error(client.read()));
      }
    }
  }

  private static String text(RawMysql client) throws IOException {
    return new String(client.read(), StandardCharsets.ISO_8859_1);
  }
}

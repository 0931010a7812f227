package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.s3.RotatingBucket;
import io.fairlead.server.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SELECT … INTO a real S3 server, as drivers send it.
class SelectIntoTest {
  private static final List<String> URLS =
      List.of(
          "jdbc:mysql://127.0.0.1:%d/public?sslMode=REQUIRED",
          "jdbc:mysql://127.0.0.1:%d/public?sslMode=REQUIRED&useServerPrepStmts=true",
          "jdbc:mariadb://127.0.0.1:%d/public?sslMode=trust",
          "jdbc:mariadb://127.0.0.1:%d/public?sslMode=trust&useServerPrepStmts=true");

  private static final String QUERY =
      "SELECT a, b FROM t WHERE a >= ? AND b <> ? INTO LINK l 'files/out/%s.csv'";

  @TempDir private Path folder;
  private final RotatingBucket bucket;
  private RunningServer server;
  private Sql admin;

  SelectIntoTest() throws Exception {
    bucket = new RotatingBucket("files");
  }

  @BeforeEach
  void start() throws Exception {
    bucket.allow("AK", "key");
    server = RunningServer.in(folder.resolve("data"), "--folders", folder.toString());
    admin = Sql.to(server);
    admin.execute(
        "CREATE LINK l AS S3 CONFIG '{\"endpoint_url\":\"%s\"}' CREDENTIALS"
                .formatted(bucket.url())
            + " '{\"aws_access_key_id\":\"AK\",\"aws_secret_access_key\":\"key\"}'");
    admin.execute("CREATE TABLE t (a int, b text)");
    admin.execute("INSERT INTO t VALUES (1, 'x'), (2, 'y'), (3, 'z'), (4, 'no')");
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    server.close();
    bucket.close();
  }

  /// The lines of a file whose fields stand between tabs.
  private List<String> lines(String file) throws SQLException {
    return admin.rows(
        "SELECT $1, $2 FROM 's3://files/out/' (FILES => ('%s'), FILE_FORMAT => (TYPE = CSV,"
                .formatted(file)
            + " FIELD_DELIMITER = '\t'), CONNECTION => (CONNECTION_NAME = 'l')) ORDER BY 1");
  }

  /// @return how many rows the driver was told of
  private static int run(Connection connection, String query) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(query)) {
      prepared.setInt(1, 2);
      prepared.setString(2, "no");
      assertFalse(prepared.execute());
      return prepared.getUpdateCount();
    }
  }

  @Test
  void driversAreToldHowManyRowsWereWritten() throws Exception {
    for (int i = 0; i < URLS.size(); i++) {
      try (Connection connection =
          DriverManager.getConnection(
              URLS.get(i).formatted(server.port("mysql")), "admin", RunningServer.PASSWORD)) {
        assertEquals(2, run(connection, QUERY.formatted("my" + i)), URLS.get(i));
        try (Statement statement = connection.createStatement()) {
          assertFalse(statement.execute("SELECT 1 INTO LINK l 'files/out/one" + i + ".csv'"));
          assertEquals(1, statement.getUpdateCount());
        }
      }
      assertEquals(List.of("2 | y", "3 | z"), lines("my" + i + ".csv"));
    }
    assertEquals(2, run(admin.connection(), QUERY.formatted("pg")));
    assertEquals(List.of("2 | y", "3 | z"), lines("pg.csv"));
  }

  @Test
  void aRotatedLinkWritesOn() throws Exception {
    admin.execute("SELECT * FROM t INTO LINK l 'files/out/before.csv'");
    bucket.allow("AK2", "key2");
    admin.execute(
        "ALTER LINK l SET CREDENTIALS"
            + " '{\"aws_access_key_id\":\"AK2\",\"aws_secret_access_key\":\"key2\"}'");
    bucket.revoke("AK");
    admin.execute("SELECT * FROM t INTO LINK l 'files/out/after.csv'");
    assertEquals(lines("before.csv"), lines("after.csv"));
  }

  @Test
  void aFolderOfTheServer() throws Exception {
    Path file = folder.resolve("out/t.csv");
    String into = "SELECT a, b, a > 1 FROM t WHERE a < 3 ORDER BY a INTO %s '%s'";
    admin.execute(into.formatted("FS", file) + " FIELDS TERMINATED BY ','");
    assertEquals("1,x,0\n2,y,1\n", Files.readString(file));
    assertEquals("42710", admin.refused(into.formatted("FS", file)).state());
    admin.execute("CREATE LINK f AS FS CONFIG '{\"path\":\"%s\"}'".formatted(folder));
    admin.execute(into.formatted("LINK f", file) + " FORMAT JSON WITH (OVERWRITE = true)");
    assertEquals(2, Files.readAllLines(file).size());
    assertEquals("22023", admin.refused(into.formatted("FS", "/elsewhere/t.csv")).state());
  }

  /// A file is no part of a block, but the query is.
  @Test
  void aBlockSeesItsOwnRows() throws Exception {
    admin.execute("BEGIN");
    admin.execute("INSERT INTO t VALUES (5, 'mine')");
    admin.execute("SELECT * FROM t WHERE a > 4 INTO LINK l 'files/out/block.csv'");
    admin.execute("ROLLBACK");
    assertEquals(List.of("5 | mine"), lines("block.csv"));
    assertEquals("4", admin.row("SELECT count(*) FROM t"));
  }

  /// Typed credentials serve one statement, and are nowhere afterwards.
  @Test
  void credentialsTypedBesideThePath() throws Exception {
    String typed =
        "SELECT * FROM t INTO S3 'files/out/%s.csv' CONFIG '{\"endpoint_url\":\"%s\"}' CREDENTIALS"
            + " '{\"aws_access_key_id\":\"AK\",\"aws_secret_access_key\":\"%s\"}'";
    admin.execute(typed.formatted("typed", bucket.url(), "key"));
    assertEquals(4, lines("typed.csv").size());
    Sql.Refused refused = admin.refused(typed.formatted("wrong", bucket.url(), "other"));
    assertEquals("08001", refused.state());
    assertTrue(refused.message().contains("signature"), refused.message());
    assertEquals("l", admin.row("SELECT name FROM system.connections"));
    assertEquals(
        List.of(),
        admin.rows("LIST 's3://files/out/wrong' CONNECTION = (CONNECTION_NAME = 'l')"));
  }
}

package io.fairlead.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.connector.HttpPeer;
import io.fairlead.connector.SigningSts;
import io.fairlead.connector.s3.RotatingBucket;
import io.fairlead.server.RunningServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that go in and out by SQL, on a real S3 server.
class CopyTest {
  @TempDir private Path folder;
  private RotatingBucket bucket;
  private RunningServer server;
  private Sql admin;

  CopyTest() throws Exception {
    bucket = new RotatingBucket("files");
  }

  @BeforeEach
  void start() throws Exception {
    bucket.allow("AK", "key");
    server = RunningServer.in(folder.resolve("data"));
    admin = Sql.to(server);
    admin.execute(
        "CREATE CONNECTION c STORAGE_TYPE = 's3' ENDPOINT_URL = '%s' ACCESS_KEY_ID = 'AK'"
            .formatted(bucket.url())
            + " SECRET_ACCESS_KEY = 'key'");
    stage("s", "parquet");
    admin.execute("CREATE TABLE here (a int, b text)");
    admin.execute(
        "CREATE TABLE there (a INT, b VARCHAR) 's3://files/there/'"
            + " CONNECTION = (CONNECTION_NAME = 'c')");
    admin.execute("INSERT INTO here VALUES (1, 'x'), (2, 'y')");
  }

  @AfterEach
  void stop() throws Exception {
    admin.close();
    server.close();
    bucket.close();
  }

  private void stage(String name, String format) throws SQLException {
    admin.execute(
        "CREATE STAGE %s URL = 's3://files/%s/' CONNECTION = (CONNECTION_NAME = 'c')"
                .formatted(name, name)
            + " FILE_FORMAT = (TYPE = "
            + format
            + ")");
  }

  @Test
  void everyFormatGoesOutAndIn() throws Exception {
    for (String format : List.of("csv", "ndjson", "parquet")) {
      String stage = "s_" + format;
      stage(stage, format);
      String out = admin.row("COPY INTO @" + stage + "/out/ FROM here");
      assertTrue(out.startsWith("2 | "), out);
      for (String table : List.of("here", "there")) {
        String from = "COPY INTO " + table + " FROM @" + stage;
        String loaded = admin.row(from + "/out/");
        assertTrue(loaded.endsWith("." + format + " | 2 | 0 | null | null"), loaded);
        assertEquals(List.of(), admin.rows(from + "/out/"));
        assertEquals(1, admin.rows(from + "/out/ FORCE = true").size());
        assertEquals(List.of(), admin.rows(from + " PATTERN = 'nothing.*'"));
      }
      admin.execute("TRUNCATE TABLE here");
      admin.execute("INSERT INTO here VALUES (1, 'x'), (2, 'y')");
    }
    assertEquals("12 | 18", admin.row("SELECT count(*), sum(a) FROM there"));
  }

  @Test
  void aLocationOfItsOwnName() throws Exception {
    String place = "'s3://files/own/one.csv' CONNECTION = (CONNECTION_NAME = 'c')";
    String out = "COPY INTO " + place + " FROM (SELECT a FROM here) FILE_FORMAT = (TYPE = CSV)";
    assertEquals("2 | 4 | 4", admin.row(out + " SINGLE = true"));
    assertEquals("42710", admin.refused(out + " SINGLE = true").state());
    assertEquals("2 | 4 | 4", admin.row(out + " SINGLE = true OVERWRITE = true"));
    assertEquals("22023", admin.refused(out + " MAX_FILE_SIZE = 'many'").state());
    admin.execute(
        "CREATE STAGE own URL = 's3://files/own/' CONNECTION = (CONNECTION_NAME = 'c')");
    String listed = admin.row("LIST @own");
    assertTrue(listed.startsWith("one.csv | 4 | "), listed);
    assertEquals(
        "one.csv | 2 | 0 | null | null",
        admin.row(
            "COPY INTO here (a) FROM @own FILES = ('one.csv') FILE_FORMAT = (TYPE = CSV)"));
    admin.execute("REMOVE @own PATTERN = '.*csv'");
    assertEquals(List.of(), admin.rows("LIST @own"));
    assertEquals("6", admin.row("SELECT sum(a) FROM here"));
  }

  /// What stands behind the last slash is a folder, unless it ends with `data_`.
  @Test
  void whereFilesGo() throws Exception {
    String csv = " FROM here FILE_FORMAT = (TYPE = CSV)";
    admin.execute("COPY INTO @s/exports" + csv);
    admin.execute("COPY INTO @s/named/my_data_" + csv);
    admin.execute("COPY INTO @s/slash/" + csv);
    String at = " CONNECTION = (CONNECTION_NAME = 'c')" + csv;
    admin.execute("COPY INTO 's3://files/s/uri'" + at);
    admin.execute("COPY INTO 's3://files/s/uri_data_'" + at);
    admin.execute("COPY INTO @s/one.csv" + csv + " SINGLE = TRUE");
    assertEquals(
        List.of(
            "exports/data_",
            "named/my_data_",
            "one.csv",
            "slash/data_",
            "uri/data_",
            "uri_data_"),
        admin.rows("LIST @s").stream()
            .map(row -> row.replaceFirst(" \\| .*", ""))
            .map(name -> name.replaceFirst("[0-9a-f-]{36}_0000[.]csv$", ""))
            .sorted()
            .toList());
  }

  /// They open the place for one statement and are nowhere afterwards.
  @Test
  void credentialsTypedIntoCopy() throws Exception {
    String typed =
        " CONNECTION = (ENDPOINT_URL = '%s' ACCESS_KEY_ID = '%s' SECRET_ACCESS_KEY = '%s')";
    String right = typed.formatted(bucket.url(), "AK", "key");
    String csv = " FILE_FORMAT = (TYPE = CSV)";
    String out = "COPY INTO 's3://files/typed/one.csv'" + right + " FROM here";
    assertEquals("2 | 12 | 12", admin.row(out + csv + " SINGLE = TRUE"));
    String in = "COPY INTO there FROM 's3://files/typed/'";
    Sql.Refused refused = admin.refused(in + typed.formatted(bucket.url(), "AK", "no") + csv);
    assertEquals("08001", refused.state());
    assertTrue(refused.message().contains("signature"), refused.message());
    assertEquals("one.csv | 2 | 0 | null | null", admin.row(in + right + csv));
    assertEquals(List.of(), admin.rows(in + right + csv));
    admin.execute("BEGIN");
    assertEquals(1, admin.rows(in + right + csv + " FORCE = TRUE PURGE = TRUE").size());
    admin.execute("COMMIT");
    assertEquals(List.of(), admin.rows("LIST 's3://files/typed/'" + right));
    assertEquals("4 | 6", admin.row("SELECT count(*), sum(a) FROM there"));
    assertEquals("c", admin.row("SELECT name FROM system.connections"));
    assertEquals(1, admin.rows("SELECT name FROM mz_secrets").size());
    admin.execute(
        "CREATE TABLE own 's3://files/there/'" + right + " FILE_FORMAT = (TYPE = PARQUET)");
    assertEquals("4 | 6", admin.row("SELECT count(*), sum(a) FROM own"));
  }

  /// Temporary keys and roles, as a connection with a name may have them.
  @Test
  void aRoleTypedIntoCopy() throws Exception {
    SigningSts sts = new SigningSts();
    String role = "arn:aws:iam::123456789012:role/copies";
    sts.know("ROBOT", "robot-secret", "robot-token", "arn:aws:iam::123456789012:user/robot");
    sts.role(role, "arn:aws:iam::123456789012:user/robot", Optional.of("tenant-7"));
    bucket.trust(sts::temporarySecret);
    try (HttpPeer peer = HttpPeer.start(sts)) {
      String typed =
          " CONNECTION = (ENDPOINT_URL = '%s' STS_ENDPOINT = 'http://127.0.0.1:%d'"
                  .formatted(bucket.url(), peer.port())
              + " ACCESS_KEY_ID = 'ROBOT' SECRET_ACCESS_KEY = 'robot-secret'"
              + " SESSION_TOKEN = 'robot-token' ROLE_ARN = '"
              + role
              + "' EXTERNAL_ID = '%s')";
      String out = "COPY INTO 's3://files/role/one.parquet'%s FROM here SINGLE = TRUE";
      admin.execute(out.formatted(typed.formatted("tenant-7")));
      assertTrue(sts.assumed() > 0);
      assertEquals(1, admin.rows("LIST 's3://files/role/'" + typed.formatted("tenant-7")).size());
      assertEquals(
          "08001", admin.refused(out.formatted(typed.formatted("tenant-8"))).state());
    }
  }

  /// A COPY is a change of tables: rows and the note of what was loaded come or go with the block.
  @Test
  void inABlock() throws Exception {
    admin.execute("COPY INTO @s FROM here");
    admin.execute("BEGIN");
    assertEquals(1, admin.rows("COPY INTO there FROM @s PURGE = true").size());
    assertEquals("2", admin.row("SELECT count(*) FROM there"));
    admin.execute("ROLLBACK");
    assertEquals("0", admin.row("SELECT count(*) FROM there"));
    admin.execute("BEGIN");
    assertEquals(1, admin.rows("COPY INTO there FROM @s PURGE = true").size());
    assertEquals(1, admin.rows("LIST @s").size());
    Sql.Refused mixed =
        admin.refused("CREATE STAGE x URL = 's3://files/x/' CONNECTION = (CONNECTION_NAME = 'c')");
    assertEquals("0A000", mixed.state());
    admin.execute("ROLLBACK");
    admin.execute("BEGIN");
    assertEquals(1, admin.rows("COPY INTO there FROM @s PURGE = true").size());
    admin.execute("COMMIT");
    assertEquals("2", admin.row("SELECT count(*) FROM there"));
    assertEquals(List.of(), admin.rows("LIST @s"));
  }

  @Test
  void onlyWhoMay() throws Exception {
    admin.execute("COPY INTO @s FROM here");
    admin.execute("CREATE ROLE clerk LOGIN PASSWORD 'pw'");
    try (Sql clerk = new Sql(server.connect("clerk", "pw"))) {
      assertEquals("42501", clerk.refused("LIST @s").state());
      assertEquals("42501", clerk.refused("COPY INTO there FROM @s").state());
      assertEquals("42501", clerk.refused("SELECT * FROM there").state());
      String uri = "COPY INTO 's3://files/z/' CONNECTION = (CONNECTION_NAME = 'c') FROM here";
      assertEquals("42501", clerk.refused(uri).state());
      String typed = " CONNECTION = (ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = 'key') FROM here";
      assertEquals("42501", clerk.refused("COPY INTO 's3://files/z/'" + typed).state());
      admin.execute("GRANT USAGE ON STAGE s TO clerk");
      assertEquals(1, clerk.rows("LIST @s").size());
      assertEquals("42501", clerk.refused("COPY INTO there FROM @s").state());
      admin.execute("GRANT INSERT ON TABLE there TO clerk");
      assertEquals(1, clerk.rows("COPY INTO there FROM @s").size());
      assertEquals("42501", clerk.refused("SELECT * FROM there").state());
      admin.execute("GRANT SELECT ON TABLE there TO clerk");
      assertEquals("2", clerk.row("SELECT count(*) FROM there"));
      assertEquals("42501", clerk.refused("DROP TABLE there").state());
    }
  }

  @Test
  void tablesAndStagesAsTheyAreShown() throws Exception {
    assertEquals(
        "here | f | null\nthere | t | c",
        String.join(
            "\n",
            admin.rows(
                "SELECT name, is_external, connection_name FROM system.tables ORDER BY name")));
    assertEquals(
        "s | s3 | s3://files/s/ | c",
        admin.row("SELECT name, storage_type, url, connection_name FROM system.stages"));
    assertEquals("c | s3", admin.row("SELECT name, storage_type FROM system.connections"));
    assertEquals("0", admin.row("SELECT count(*) FROM system.progress"));
    assertEquals(1, admin.rows("SHOW STAGES").size());
    assertEquals(1, admin.rows("DESC STAGE s").size());
    for (String shown : admin.rows("SHOW STAGES")) {
      assertTrue(!shown.contains("key"), shown);
    }
    admin.execute("ALTER TABLE there RENAME TO elsewhere");
    assertEquals("0", admin.row("SELECT count(*) FROM elsewhere"));
    assertEquals("42P01", admin.refused("SELECT * FROM there").state());
    admin.execute("BEGIN");
    admin.execute("DROP TABLE elsewhere");
    admin.execute("ROLLBACK");
    assertEquals("0", admin.row("SELECT count(*) FROM elsewhere"));
    admin.execute("CREATE ROLE keeper");
    admin.execute("ALTER TABLE elsewhere OWNER TO keeper");
    admin.execute("DROP TABLE elsewhere");
    assertEquals("42P01", admin.refused("SELECT * FROM elsewhere").state());
  }
}

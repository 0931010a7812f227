package io.fairlead.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShellTest {
  private EmbeddedPostgres postgres;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  ShellTest() throws IOException {
    postgres = EmbeddedPostgres.builder().start();
  }

  @AfterAll
  void stop() throws IOException {
    postgres.close();
  }

  @BeforeAll
  void signIn() {
    assertEquals(0, run("CREATE ROLE app LOGIN PASSWORD 'canary';"), this::errors);
  }

  private int run(String input, String... words) {
    return runOn(postgres.getPort(), input, words);
  }

  private int runOn(int port, String input, String... words) {
    out.reset();
    err.reset();
    String[] all = new String[words.length + 6];
    String[] target = {"--port", "" + port, "--user", "postgres", "--database", "postgres"};
    System.arraycopy(target, 0, all, 0, target.length);
    System.arraycopy(words, 0, all, target.length, words.length);
    return Shell.run(
        all,
        Map.of("PGPASSWORD", "postgres"),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        null);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void runsWhatItReads() {
    int code =
        run(
            """
            CREATE TEMP TABLE t (a int, b text);
            INSERT INTO t VALUES (1, 'é;'),
              (20, NULL); SELECT * FROM t ORDER BY a;
            \\x
            SELECT 1 AS one;
            \\q
            SELECT 'not reached'
            """);
    assertEquals(
        """
        OK
        OK, 2 rows
         a  | b
        ----+----
          1 | é;
         20 |
        (2 rows)
        One value a line is on.
        -[ record 1 ]-
        one | 1
        (1 row)
        """,
        output());
    assertEquals(Shell.DONE, code);
  }

  @Test
  void commandsMayBeSeveralAndNeedNoSemicolon() {
    assertEquals(Shell.DONE, run("", "-c", "SELECT 1 AS a; SELECT 2 AS b", "-c", "SELECT 3 AS c"));
    assertEquals(
        " a\n---\n 1\n(1 row)\n b\n---\n 2\n(1 row)\n c\n---\n 3\n(1 row)\n", output());
  }

  @Test
  void stopsAtTheFirstStatementThatFailsAndPointsAtThePlace() {
    int code = run("SELECT 1 AS a;\nSELECT 2,\n  nothing\nFROM pg_class; SELECT 3;");
    assertEquals(Shell.STATEMENT_FAILED, code);
    assertEquals(
        """
        ERROR 42703: column "nothing" does not exist
        LINE 2:   nothing
                  ^
        """,
        errors());
    assertFalse(output().contains("3"));
  }

  @Test
  void printsNoticesWithDetailAndHint() {
    run("DO $$ BEGIN RAISE NOTICE 'heard' USING DETAIL = 'More.', HINT = 'Do it.'; END $$;");
    assertEquals("NOTICE: heard\nDETAIL: More.\nHINT: Do it.\n", errors());
  }

  @Test
  void neverQuotesAStatementThatMayHoldASecret() {
    assertEquals(Shell.STATEMENT_FAILED, run("CREATE SECRET s AS 'canary';"));
    assertEquals(
        "ERROR 42601: syntax error at or near \"SECRET\"\nAT: line 1, column 8\n", errors());
  }

  @Test
  void aBlockIsLeftOpenOnFailureAndSoRolledBack() {
    run("BEGIN; CREATE TABLE kept (a int); SELECT 1/0; COMMIT;");
    assertEquals(Shell.STATEMENT_FAILED, run("SELECT * FROM kept;"));
    assertTrue(errors().startsWith("ERROR 42P01: "), this::errors);
  }

  @Test
  void cannotConnectIsAnotherCode() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    assertEquals(Shell.NOT_CONNECTED, runOn(closed, "SELECT 1;"));
    assertTrue(errors().startsWith("fairlead sql: cannot connect to 127.0.0.1:"), this::errors);
  }

  @Test
  void wrongUseIsSaid() {
    assertEquals(Shell.WRONG_USE, run("", "--colour", "red"));
    assertEquals("fairlead sql: unknown option \"--colour\"\n", errors());
    assertEquals(Shell.WRONG_USE, run("", "--port", "65536"));
    assertEquals("fairlead sql: \"65536\" is not a port\n", errors());
    assertEquals(Shell.WRONG_USE, run("", "-c"));
    assertEquals("fairlead sql: \"-c\" is unknown or lacks its value\n", errors());
  }
}

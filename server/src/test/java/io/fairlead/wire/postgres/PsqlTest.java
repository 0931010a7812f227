package io.fairlead.wire.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.wire.TlsIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The real psql against the server.
class PsqlTest {
  private static final TlsIdentity IDENTITY = TestIdentity.create();

  private static Process start(
      RunningServer server, String password, String options, String... commands)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("psql", "-X", "-A", "-t"));
    line.add("host=127.0.0.1 port=" + server.port() + " user=ann dbname=fairlead " + options);
    for (String command : commands) {
      line.add("-c");
      line.add(command);
    }
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", password);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  private static String run(RunningServer server, String options, String... commands)
      throws Exception {
    return output(start(server, ScriptedSignIn.PASSWORD, options, commands));
  }

  private static String output(Process psql) throws Exception {
    String output = new String(psql.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    psql.waitFor();
    return output;
  }

  @Test
  void queries() throws Exception {
    try (RunningServer server = RunningServer.plain()) {
      assertEquals("1\n", run(server, "", "SELECT 1"));
      assertEquals("", run(server, "", ""));
      assertEquals("1\n1\n2\n", run(server, "", "SELECT 1; GENERATE 2"));
      assertEquals(
          "NOTICE:  something was done\nDETAIL:  Twice.\nWARNING:  something is odd\nNOTICE\n",
          run(server, "", "NOTICE"));
    }
  }

  @Test
  void encrypted() throws Exception {
    try (RunningServer server = RunningServer.withTls(IDENTITY)) {
      assertEquals("1\n", run(server, "sslmode=require", "SELECT 1"));
      assertEquals("1\n", run(server, "sslmode=require channel_binding=require", "SELECT 1"));
      assertTrue(
          run(server, "sslmode=require", "\\conninfo")
              .contains("SSL connection (protocol: TLSv1.3"));
      assertEquals("1\n", run(server, "sslmode=disable", "SELECT 1"));
    }
  }

  @Test
  void errorsPointAtThePlace() throws Exception {
    try (RunningServer server = RunningServer.plain()) {
      assertEquals(
          """
          ERROR:  42703: column "oops" does not exist
          LINE 1: SELECT 1; FAIL grün !
                                      ^
          DETAIL:  There is no such column.
          HINT:  Look for another.
          """,
          run(server, "", "\\set VERBOSITY verbose", "SELECT 1; FAIL grün !")
              .replaceFirst("^1\n", ""));
    }
  }

  @Test
  void wrongPassword() throws Exception {
    try (RunningServer server = RunningServer.plain()) {
      String output = output(start(server, "wrong", "", "SELECT 1"));
      assertTrue(
          output.contains("FATAL:  password authentication failed for role \"ann\""), output);
    }
  }

  @Test
  void interruptCancelsTheStatement() throws Exception {
    try (RunningServer server = RunningServer.withTls(IDENTITY)) {
      Process psql = start(server, ScriptedSignIn.PASSWORD, "sslmode=require", "SLEEP");
      while (server.signIn.isEmpty()) {
        Thread.onSpinWait();
      }
      server.signIn.lastSession().awaitSleep();
      new ProcessBuilder("kill", "-INT", Long.toString(psql.pid())).start().waitFor();
      assertEquals(
          "Cancel request sent\nERROR:  canceling statement due to user request\n", output(psql));
    }
  }
}

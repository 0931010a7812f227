package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;

/// Secrets go in by every door, rightly and wrongly; then every sink is searched for them.
class CanaryTest {
  private static final Canary CANARY = new Canary("CNRY-7hq2Zp0xKw4bTf9s-slot");

  /// Everything that this JVM logs, at every level.
  private static final class Log extends Handler {
    private final StringBuilder text = new StringBuilder();

    @Override
    public synchronized void publish(LogRecord record) {
      text.append(record.getLevel()).append(' ').append(record.getMessage());
      Object[] parameters = record.getParameters();
      if (parameters != null) {
        for (Object parameter : parameters) {
          text.append(' ').append(parameter);
        }
      }
      if (record.getThrown() != null) {
        StringWriter trace = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(trace));
        text.append(trace);
      }
      text.append('\n');
    }

    synchronized byte[] bytes() {
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void flush() {
      // Nothing is held back.
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }

  @TempDir Path data = Path.of("");

  @Test
  void theSearchFindsAPlantedLeakInEveryForm() {
    assertTrue(CANARY.isIn(("x" + CANARY.text() + "y").getBytes(StandardCharsets.UTF_8)));
    assertTrue(CANARY.isIn((CANARY.text() + "y").getBytes(StandardCharsets.UTF_16LE)));
    for (int shift = 0; shift < 3; shift++) {
      String wrapped = "z".repeat(shift) + CANARY.text() + "more";
      byte[] encoded = java.util.Base64.getEncoder().encode(wrapped.getBytes(StandardCharsets.UTF_8));
      assertTrue(CANARY.isIn(encoded), "shift " + shift);
    }
    assertFalse(CANARY.isIn("CNRY-something-else".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void noSinkHoldsASecret() throws Exception {
    Log log = new Log();
    Logger root = Logger.getLogger("");
    Logger ours = Logger.getLogger("io.fairlead");
    Level before = ours.getLevel();
    root.addHandler(log);
    ours.setLevel(Level.ALL);
    try (RunningServer server = RunningServer.in(data);
        RecordingProxy proxy = RecordingProxy.before(server.port("postgres"))) {
      List<String> heard = talk(proxy);
      for (int i = 0; i < heard.size(); i++) {
        CANARY.mustNotBeIn(
            "the answer to statement " + i, heard.get(i).getBytes(StandardCharsets.UTF_8));
      }
      CANARY.mustNotBeIn("what the server sent", proxy.sent());
      CANARY.mustNotBeIn(
          "what it told its starter", String.join("\n", server.said()).getBytes(StandardCharsets.UTF_8));
      assertTrue(heard.size() > 20);
    } finally {
      root.removeHandler(log);
      ours.setLevel(before);
    }
    CANARY.mustNotBeIn("the log", log.bytes());
    searchFiles();
  }

  @Test
  void noSinkOfTheControlPlaneHoldsASecret() throws Exception {
    Log log = new Log();
    Logger root = Logger.getLogger("");
    Logger ours = Logger.getLogger("io.fairlead");
    Level before = ours.getLevel();
    root.addHandler(log);
    ours.setLevel(Level.ALL);
    try (RunningServer server = RunningServer.in(data);
        RecordingProxy proxy = RecordingProxy.before(server.port("http"))) {
      int statuses = 0;
      HttpCaller caller = new HttpCaller(proxy.port());
      for (String request : requests(CANARY.text())) {
        String[] words = request.split(" ", 3);
        HttpResponse<String> answer = caller.call(words[0], words[1], words[2]);
        CANARY.mustNotBeIn(
            "the answer to " + words[0] + " " + words[1],
            (answer.headers() + answer.body()).getBytes(StandardCharsets.UTF_8));
        statuses |= 1 << (answer.statusCode() / 100);
      }
      caller.as(HttpCaller.basic("admin", CANARY.text()), "GET", "/connections", "");
      caller.as("Bearer " + CANARY.text(), "GET", "/connections", "");
      assertTrue((statuses & (1 << 2)) != 0 && (statuses & (1 << 4)) != 0, "some pass, some do not");
      CANARY.mustNotBeIn("what the server sent", proxy.sent());
    } finally {
      root.removeHandler(log);
      ours.setLevel(before);
    }
    CANARY.mustNotBeIn("the log", log.bytes());
    searchFiles();
  }

  /// Every route that a secret can go into, rightly and wrongly; but for `resolve`, whose answer is
  /// meant to hold it.
  private static List<String> requests(String secret) {
    String entry = "{\"name\":\"s\",\"secret\":\"" + secret + "\"";
    String shop =
        "{\"name\":\"c\",\"connection_type\":\"postgresql\",\"options\":{\"host\":\"h\",\"database\":\"d\","
            + "\"user\":\"u\",\"password\":\"" + secret + "\"}";
    return List.of(
        "POST /vault/entries " + entry + "}",
        "POST /vault/entries " + entry + "}",
        "POST /vault/entries " + entry + ",\"colour\":1}",
        "POST /vault/entries " + entry,
        "POST /vault/entries {\"name\":\"t\",\"secret\":[\"" + secret + "\"]}",
        "POST /vault/entries {\"name\":\"t\",\"secret\":\"x\",\"expires_at\":\"" + secret + "\"}",
        "GET /vault/entries {}",
        "GET /vault/entries/u2 {}",
        "PUT /vault/entries/u2 {\"secret\":\"" + secret + "2\"}",
        "PUT /vault/entries/u2 {\"secret\":{\"a\":\"" + secret + "\"}}",
        "POST /connections " + shop + "}",
        "POST /connections " + shop + "}",
        "POST /connections " + shop.replace("password", "passwrd") + "}",
        "POST /connections " + shop.replace("\"host\":\"h\"", "\"port\":\"" + secret + "\"") + "}",
        "POST /connections " + shop + ",\"timeout\":\"" + secret + "\"}",
        "PUT /connections/c {\"options\":{\"host\":\"h\",\"database\":\"d\",\"user\":\"u\",\"password\":\""
            + secret + "\"}}",
        "PATCH /connections/c {\"options\":{\"password\":\"" + secret + "\"}}",
        "PATCH /connections/c {\"options\":{\"password\":{\"secret\":\"s\"}}}",
        "PATCH /connections/c {\"options\":\"" + secret + "\"}",
        "GET /connections/c {}",
        "GET /connections {}",
        "GET /connections/c/history {}",
        "GET /connections/c/dependants {}",
        "POST /connections/c/test {}",
        "POST /vault/backends {\"name\":\"v\",\"backend_type\":\"VAULT\",\"options\":{\"address\":"
            + "\"https://127.0.0.1:1\",\"token\":\"" + secret + "\"}}",
        "GET /vault/backends {}",
        "POST /tokens {\"name\":\"t\",\"permissions\":[\"" + secret + "\"]}",
        "POST /tokens {\"name\":\"t\",\"permissions\":[\"sql\"]}",
        "GET /tokens {}",
        "POST /sql {\"sql\":\"CREATE SECRET q AS '" + secret + "'\"}",
        "POST /sql {\"sql\":\"CREATE SECRET AS '" + secret + "'\"}",
        "POST /sql {\"sql\":\"SHOW HISTORY OF SECRET s\"}",
        "POST /sql {\"sql\":\"SELECT * FROM mz_secrets\",\"dialect\":\"" + secret + "\"}",
        "GET /metrics {}",
        "GET /openapi.json {}",
        "GET /events?after=999999 {}",
        "DELETE /connections/c {}");
  }

  private List<String> talk(RecordingProxy proxy) throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.1:"
            + proxy.port()
            + "/fairlead?sslmode=disable&user=admin&password="
            + RunningServer.PASSWORD.replace(" ", "%20");
    String secret = CANARY.text();
    List<String> heard = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url)) {
      for (String text : statements(secret)) {
        heard.add(run(connection, text));
      }
      try (PreparedStatement prepared =
          connection.prepareStatement("CREATE SECRET by_parameter AS ?")) {
        prepared.setString(1, secret);
        prepared.execute();
      }
      try (PreparedStatement prepared = connection.prepareStatement("SELECT ?::int")) {
        prepared.setString(1, "1");
        heard.add(String.valueOf(prepared.execute()));
      }
    }
    return heard;
  }

  private static List<String> statements(String secret) {
    String quoted = "'" + secret + "'";
    return List.of(
        "CREATE SECRET s AS " + quoted,
        "CREATE SECRET s AS " + quoted,
        "CREATE SECRET IF NOT EXISTS s AS " + quoted,
        "ALTER SECRET s AS " + quoted,
        "ALTER SECRET nowhere AS " + quoted,
        "ALTER SECRET IF EXISTS nowhere AS " + quoted,
        "CREATE SECRET AS " + quoted,
        "CREATE SECRET t AS " + quoted + " nonsense",
        "CREATE SECRET t " + quoted,
        "CREATE SECRET t AS 'unfinished " + secret,
        "CREATE SECRET t AS $$" + secret,
        "CREATE SECRETT t AS " + quoted,
        "CREATE ROLE r LOGIN PASSWORD " + quoted,
        "CREATE ROLE r LOGIN PASSWORD " + quoted,
        "ALTER ROLE r PASSWORD " + quoted,
        "ALTER ROLE r PASSWORT " + quoted,
        "CREATE CONNECTION c TO POSTGRES (HOST 'h', USER 'u', DATABASE 'd', PASSWORD "
            + quoted
            + ")",
        "CREATE CONNECTION c TO POSTGRES (HOST 'h', USER 'u', DATABASE 'd', PASSWRD " + quoted + ")",
        "CREATE CONNECTION c TO POSTGRES (HOST 'h', PORT " + quoted + ")",
        "CREATE CONNECTION c TO POSTGRES (HOST 'h', USER 'u', DATABASE 'd', PASSWORD SECRET s)"
            + " WITH (VALIDATE = false)",
        "ALTER CONNECTION c SET (PASSWORD = " + quoted + ")",
        "ALTER CONNECTION c SET (PASSWORD " + quoted,
        "ALTER CONNECTION c SET (HOST = '127.0.0.1', PORT = 1)",
        "VALIDATE CONNECTION c",
        "CREATE LINK l AS S3 CREDENTIALS '{\"aws_access_key_id\": \"AKID\","
            + " \"aws_secret_access_key\": \"" + secret + "\"}'",
        "CREATE LINK l2 AS S3 CREDENTIALS '{\"aws_secret_access_key\": \"" + secret + "'",
        "CREATE LINK l3 AS S3 CONFIG '{\"aws_access_key_id\": \"AKID\","
            + " \"aws_secret_access_key\": \"" + secret + "\"}'",
        "CREATE LINK l4 AS S3 CONFIG '{\"regoin\": \"" + secret + "\"}'",
        "ALTER LINK l SET CREDENTIALS ::aws_secret_access_key = " + quoted,
        "ALTER LINK l SET CREDENTIALS ::aws_session_tokn = " + quoted,
        "ALTER LINK l SET CONFIG ::disable_gunzip = " + quoted,
        "SHOW LINKS",
        "SHOW CREATE LINK l3",
        "CREATE TABLE t (a INT)",
        "CREATE PIPELINE p AS LOAD DATA S3 'b/x' CONFIG '{\"endpoint_url\":"
            + " \"http://127.0.0.1:1/\"}' CREDENTIALS '{\"aws_access_key_id\": \"AKID\","
            + " \"aws_secret_access_key\": \"" + secret + "\"}' INTO TABLE t",
        "CREATE PIPELINE p AS LOAD DATA S3 'b/x' CREDENTIALS '{\"aws_secret_access_key\": \""
            + secret + "\"}' INTO TABLE t",
        "CREATE PIPELINE p2 AS LOAD DATA S3 'b/x' CONFIG '{\"aws_access_key_id\": \"AKID\","
            + " \"aws_secret_access_key\": \"" + secret + "\"}' INTO TABLE t",
        "CREATE PIPELINE p3 AS LOAD DATA S3 'b/x' CREDENTIALS '{\"aws_secret\": \"" + secret
            + "\"}' INTO TABLE t",
        "CREATE PIPELINE p3 AS LOAD DATA S3 'b/x' CREDENTIALS '{}' " + secret + " INTO TABLE t",
        "CREATE PIPELINE p3 AS LOAD DATA S3 'b/x' CREDENTIALS " + secret + " INTO TABLE t",
        "ALTER PIPELINE p SET CREDENTIALS ::aws_secret_access_key = " + quoted,
        "ALTER PIPELINE p SET CREDENTIALS ::aws_secret_access_key = " + quoted
            + " WITH (VALIDATE = false)",
        "ALTER PIPELINE p SET CREDENTIALS ::aws_secret_access = " + quoted,
        "ALTER PIPELINE p SET CONFIG ::endpoint_url = " + quoted,
        "START PIPELINE p FOREGROUND",
        "TEST PIPELINE p",
        "SHOW CREATE PIPELINE p",
        "SHOW CREATE PIPELINE p2",
        "SHOW HISTORY OF CONNECTION \"p.connection\"",
        "SELECT * FROM information_schema.PIPELINES",
        "SELECT * FROM information_schema.PIPELINES_ERRORS",
        "SELECT * FROM information_schema.links",
        "BEGIN",
        "ALTER SECRET s AS " + quoted,
        "ALTER SECRET nowhere AS " + quoted,
        "ROLLBACK",
        "SHOW CREATE CONNECTION c",
        "SHOW SECRETS",
        "SHOW HISTORY OF SECRET s",
        "SHOW HISTORY OF CONNECTION c",
        "SELECT * FROM mz_connections",
        "SELECT * FROM mz_secrets",
        "SELECT * FROM pg_roles",
        "SELECT * FROM nowhere WHERE password = " + quoted,
        "SELECT " + quoted + "::int",
        "INSERT INTO nowhere VALUES (" + quoted + ")",
        "SET nowhere = " + quoted,
        "COPY INTO t FROM 's3://b/x/' CONNECTION = (ENDPOINT_URL = 'http://127.0.0.1:1/'"
            + " ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = " + quoted + ")",
        "COPY INTO 's3://b/x/' CONNECTION = (ENDPOINT_URL = 'http://127.0.0.1:1/'"
            + " ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = " + quoted + ") FROM (SELECT 1)",
        "COPY INTO 's3://b/x/' CONNECTION = (ACCESS_KEY_ID = 'AK' SECRET_ACCES_KEY = " + quoted
            + ") FROM (SELECT 1)",
        "LIST 's3://b/x/' CONNECTION = (ENDPOINT_URL = 'http://127.0.0.1:1/' ACCESS_KEY_ID = "
            + quoted + " SECRET_ACCESS_KEY = " + quoted + ")",
        "SELECT $1 FROM 's3://b/x/' (CONNECTION => (ENDPOINT_URL = 'http://127.0.0.1:1/'"
            + " ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = " + quoted + "), FILE_FORMAT => 'CSV')",
        "SELECT $1 FROM 's3://b/x/' (SECRET_ACCESS_KEY => " + quoted + ")",
        "SELECT $1 FROM 's3://b/x/' (CONNECTION = (SECRET_ACCESS_KEY = " + quoted + "))",
        "SELECT 1 INTO S3 'b/x/y' CONFIG '{\"endpoint_url\": \"http://127.0.0.1:1/\"}' CREDENTIALS"
            + " '{\"aws_access_key_id\": \"AK\", \"aws_secret_access_key\": \"" + secret + "\"}'",
        "SELECT 1 INTO S3 'b/x/y' CONFIG '{\"endpoint_url\": \"http://127.0.0.1:1/\","
            + " \"aws_secret_access_key\": \"" + secret + "\"}' FORMAT JSON",
        "SELECT 1 INTO S3 'b/x/y' CREDENTIALS '{\"aws_secret_acces_key\": \"" + secret + "\"}'",
        "SELECT 1 INTO S3 'b/x/y' CREDENTIALS '{\"aws_secret_access_key\": \"" + secret + "\"",
        "SELECT 1 INTO S33 'b/x/y' CREDENTIALS '{\"aws_secret_access_key\": \"" + secret + "\"}'",
        "SELECT 1 INTO S3 CREDENTIALS '{\"aws_secret_access_key\": \"" + secret + "\"}'",
        "SELECT 1 INTO LINK l 'b/x/y' CREDENTIALS '{\"aws_secret_access_key\": \"" + secret + "\"}'",
        "SELECT 1 INO S3 'b/x/y' CREDENTIALS '{\"aws_secret_access_key\": \"" + secret + "\"}'",
        "SELECT (1 INTO S3 'b/x/y' CREDENTIALS '{\"aws_secret_access_key\": \"" + secret + "\"}'",
        "SELECT nowhere INTO S3 'b/x/y' CREDENTIALS '{\"aws_secret_access_key\": \"" + secret + "\"}'",
        "NONSENSE " + quoted);
  }

  private static String run(Connection connection, String text) {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(text)) {
        return "OK " + statement.getWarnings();
      }
      StringBuilder out = new StringBuilder();
      try (ResultSet rows = statement.getResultSet()) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          for (int i = 1; i <= columns; i++) {
            out.append(rows.getString(i)).append('|');
          }
        }
      }
      return out.toString();
    } catch (SQLException failure) {
      // What the driver complains of by itself never came to the server.
      boolean ours = failure instanceof PSQLException error && error.getServerErrorMessage() != null;
      return ours ? String.valueOf(failure.getMessage()) : "refused by the driver";
    }
  }

  private void searchFiles() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        CANARY.mustNotBeIn(file.toString(), Files.readAllBytes(file));
      }
    }
  }
}

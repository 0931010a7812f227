package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A session token that is typed as it is becomes a secret: it is in no file of the server, and no
/// statement prints it.
class SessionTokenTest {
  private static final String TOKEN = "canary-session-token";

  @TempDir Path data = Path.of("");

  @Test
  void databendsTypedTokenOfS3IsASecret() throws Exception {
    mustBeSecretIn(
        "databend",
        "CREATE CONNECTION c STORAGE_TYPE = 's3' ACCESS_KEY_ID = 'AKID'"
            + " SECRET_ACCESS_KEY = 'k' SESSION_TOKEN = '"
            + TOKEN
            + "'",
        "SHOW CONNECTIONS",
        "DESC CONNECTION c");
  }

  @Test
  void deltaForgesTypedTokenOfAwsIsASecret() throws Exception {
    mustBeSecretIn(
        "deltaforge",
        "CREATE STORAGE CREDENTIAL c TYPE = AWS_ACCESS_KEY OPTIONS (access_key_id = 'AKID',"
            + " secret_access_key = 'k', session_token = '"
            + TOKEN
            + "')");
  }

  @Test
  void deltaForgesTypedTokenOfASecretsManagerIsASecret() throws Exception {
    mustBeSecretIn(
        "deltaforge",
        "CREATE CREDENTIAL STORAGE c TYPE = AWS OPTIONS (region = 'eu-west-1', access_key_id ="
            + " 'AKID', secret_access_key = 'k', session_token = '"
            + TOKEN
            + "') WITH (VALIDATE = false)");
  }

  /// @param shows in the dialect, besides what every dialect has
  private void mustBeSecretIn(String dialect, String create, String... shows) throws Exception {
    try (RunningServer server = RunningServer.in(data);
        Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET dialect = '" + dialect + "'");
      statement.execute(create);
      for (String show : shows) {
        mustNotPrint(statement, show);
      }
      statement.execute("SET dialect = 'auto'");
      for (String show :
          List.of("SHOW CREATE CONNECTION c", "SHOW HISTORY OF CONNECTION c", "SHOW SECRETS")) {
        mustNotPrint(statement, show);
      }
      mustNotBeInFiles();
    }
    mustNotBeInFiles();
  }

  private static void mustNotPrint(Statement statement, String show) throws SQLException {
    StringBuilder printed = new StringBuilder();
    try (ResultSet rows = statement.executeQuery(show)) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          printed.append(rows.getString(i)).append('|');
        }
      }
    }
    assertFalse(printed.isEmpty(), show);
    assertFalse(printed.toString().contains(TOKEN), show);
  }

  private void mustNotBeInFiles() throws IOException {
    assertTrue(Files.exists(data.resolve("catalog.db")));
    List<Path> files;
    try (Stream<Path> walk = Files.walk(data)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertFalse(bytes.contains(TOKEN), file.toString());
    }
  }
}

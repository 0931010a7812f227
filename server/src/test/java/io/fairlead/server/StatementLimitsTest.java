package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fairlead.base.Limits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of what statements hold, each at n and at n + 1, over the port.
class StatementLimitsTest {
  @TempDir Path data = Path.of("");

  private RunningServer server;
  private Connection session;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.in(data);
    session = server.connect();
  }

  @AfterEach
  void stop() throws SQLException {
    session.close();
    server.close();
  }

  private void execute(String text) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(text);
    }
  }

  private void refused(String state, String text) {
    SQLException refused = assertThrows(SQLException.class, () -> execute(text));
    assertEquals(state, refused.getSQLState());
  }

  @Test
  void bytesOfAComment() throws Exception {
    String comment = "COMMENT ON SCHEMA public IS '%s'";
    String most = "ö".repeat(Limits.COMMENT_BYTES / 2);
    execute(comment.formatted(most));
    refused("54000", comment.formatted(most + "x"));
  }

  @Test
  void charactersOfAnOption() throws Exception {
    String create =
        "CREATE CONNECTION c TO POSTGRES (HOST 'h', USER 'u', DATABASE '%s') WITH (VALIDATE = false)";
    String most = "d".repeat(Limits.OPTION_CHARACTERS);
    refused("22023", create.formatted(most + "d"));
    execute(create.formatted(most));
  }

  @Test
  void tags() throws Exception {
    StringBuilder allowed = new StringBuilder("'v0'");
    for (int i = 1; i < Limits.TAG_VALUES; i++) {
      allowed.append(", 'v").append(i).append('\'');
    }
    execute("CREATE TAG allowed ALLOWED_VALUES = (" + allowed + ")");
    refused("54000", "CREATE TAG more ALLOWED_VALUES = (" + allowed + ", 'w')");
    execute("CREATE CONNECTION c STORAGE_TYPE = 'fs'");
    for (int i = 0; i <= Limits.OBJECT_TAGS; i++) {
      execute("CREATE TAG t" + i);
    }
    String longest = "x".repeat(Limits.TAG_VALUE_BYTES);
    refused("54000", "ALTER CONNECTION c SET TAG t0 = '" + longest + "x'");
    for (int i = 0; i < Limits.OBJECT_TAGS; i++) {
      execute("ALTER CONNECTION c SET TAG t%d = '%s'".formatted(i, longest));
    }
    refused("54000", "ALTER CONNECTION c SET TAG t%d = 'x'".formatted(Limits.OBJECT_TAGS));
  }

  @Test
  void changesInABlock() throws Exception {
    session.setAutoCommit(false);
    String one = "COMMENT ON SCHEMA public IS 'x';";
    String other = "COMMENT ON SCHEMA public IS 'y';";
    for (int i = 0; i < Limits.BLOCK_STATEMENTS; i += 1000) {
      execute((one + other).repeat(500));
    }
    refused("54000", one);
    session.rollback();
    execute(one);
    session.commit();
  }

  @Test
  void rowsThatWaitWhileAnotherStatementRuns() throws Exception {
    session.setAutoCommit(false);
    // One row is read before the other statement runs.
    for (int more = 0; more <= 1; more++) {
      try (Statement first = session.createStatement()) {
        first.setFetchSize(1);
        ResultSet half =
            first.executeQuery("SELECT * FROM range(" + (1 + Limits.PARKED_ROWS + more) + ")");
        half.next();
        if (more == 0) {
          execute("SELECT 1");
          half.next();
          assertEquals(1, half.getInt(1));
        } else {
          refused("54000", "SELECT 1");
        }
      }
      session.rollback();
    }
  }
}

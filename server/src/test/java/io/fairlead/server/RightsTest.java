package io.fairlead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fairlead.golden.GoldenFiles;
import io.fairlead.secret.Reveal;
import io.fairlead.sql.Dialects;
import io.fairlead.sql.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Every statement × every right: what each statement of `src/test/resources/rights` answers to roles
/// that have one right each. Each runs in a block that is rolled back, so all find the same catalog.
class RightsTest {
  private static final List<String> MADE =
      List.of(
          "CREATE ROLE nothing LOGIN PASSWORD 'nothing'",
          "CREATE ROLE sees LOGIN PASSWORD 'sees'",
          "CREATE ROLE creates LOGIN PASSWORD 'creates'",
          "CREATE ROLE hidden LOGIN PASSWORD 'hidden'",
          "CREATE ROLE uses LOGIN PASSWORD 'uses'",
          "CREATE ROLE builds LOGIN PASSWORD 'builds'",
          "CREATE ROLE owner LOGIN PASSWORD 'owner'",
          "CREATE ROLE member LOGIN PASSWORD 'member'",
          "CREATE ROLE super LOGIN SUPERUSER PASSWORD 'super'",
          "CREATE ROLE idle",
          "GRANT owner TO member",
          "CREATE SCHEMA lab",
          "CREATE SECRET lab.pw AS 'x'",
          "CREATE CONNECTION lab.tunnel TO SSH TUNNEL (HOST '127.0.0.1', PORT 1, USER 'u')",
          "CREATE CONNECTION lab.db TO POSTGRES (HOST '127.0.0.1', PORT 1, USER 'u', DATABASE 'd',"
              + " PASSWORD SECRET lab.pw) WITH (VALIDATE = false)",
          "CREATE CONNECTION lab.store STORAGE_TYPE = 's3' ENDPOINT_URL = 'http://127.0.0.1:1'",
          "CREATE STAGE lab.files 's3://bucket/' CONNECTION = (CONNECTION_NAME = 'lab.store')",
          "CREATE TAG env ALLOWED_VALUES = ('prod', 'test')",
          "ALTER SCHEMA lab OWNER TO owner",
          "ALTER CONNECTION lab.store OWNER TO owner",
          "ALTER STAGE lab.files OWNER TO owner",
          "ALTER SECRET lab.pw OWNER TO owner",
          "ALTER CONNECTION lab.tunnel OWNER TO owner",
          "ALTER CONNECTION lab.db OWNER TO owner",
          "GRANT USAGE ON SCHEMA lab TO sees, uses, builds",
          "GRANT CREATE ON SCHEMA lab TO creates, builds",
          "GRANT USAGE ON ALL CONNECTIONS IN SCHEMA lab TO hidden, uses, builds",
          "GRANT USAGE ON ALL SECRETS IN SCHEMA lab TO hidden, uses, builds");

  private static final List<String> ROLES =
      List.of(
          "nothing", "sees", "creates", "hidden", "uses", "builds", "owner", "member", "super");

  /// Statements that the session or the engine carries out.
  private static final Set<String> NOT_THE_CATALOGS =
      Set.of(
          "AboutSchema", "Assign", "Kill", "ShowRemarks", "ShowSessions", "ShowStatus", "UseSchema",
          "Begin", "Commit", "Rollback", "SetVariable", "ResetAll", "ShowVariable", "Deallocate",
          "ListFiles", "RemoveFiles", "CopyIntoTable", "CopyIntoFiles", "StagedQuery");

  @TempDir static Path folder = Path.of("");

  private static final Map<String, Connection> SESSIONS = new LinkedHashMap<>();
  private static final Set<String> SEEN = new TreeSet<>();
  private static @Nullable RunningServer server;

  @BeforeAll
  static void start() throws IOException, SQLException {
    RunningServer started = RunningServer.in(folder);
    server = started;
    try (Connection admin = started.connect()) {
      for (String statement : MADE) {
        execute(admin, statement);
      }
    }
    for (String role : ROLES) {
      SESSIONS.put(role, started.connect(role, role));
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    for (Connection session : SESSIONS.values()) {
      session.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> cells() {
    Dialects dialects = Extensions.dialects(
            Extensions.connectors(
                Reveal.create(), InstantSource.system(), "test", Optional.empty(),
                Map.of(), List.of()));
    return Stream.concat(
        GoldenFiles.tests(
            "rights",
            text -> {
              SEEN.add(dialects.read(text, "auto").statement().getClass().getSimpleName());
              return row(text);
            }),
        Stream.of(DynamicTest.dynamicTest("every statement is there", RightsTest::allAreSeen)));
  }

  private static void allAreSeen() {
    Set<String> all =
        Stream.of(Statement.class.getPermittedSubclasses())
            .flatMap(
                one -> one.isSealed() ? Stream.of(one.getPermittedSubclasses()) : Stream.of(one))
            .map(Class::getSimpleName)
            .filter(name -> !NOT_THE_CATALOGS.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(all, SEEN);
  }

  private static String row(String text) {
    return ROLES.stream()
        .map(role -> "%-8s %s".formatted(role, cell(role, text)))
        .collect(Collectors.joining("\n"));
  }

  private static String cell(String role, String text) {
    Connection session = SESSIONS.get(role);
    if (session == null) {
      throw new IllegalStateException(role);
    }
    try {
      execute(session, "BEGIN");
      try {
        return outcome(session, text);
      } finally {
        execute(session, "ROLLBACK");
      }
    } catch (SQLException failure) {
      ServerErrorMessage message =
          failure instanceof PSQLException error ? error.getServerErrorMessage() : null;
      return failure.getSQLState() + " " + (message == null ? failure : message.getMessage());
    }
  }

  private static String outcome(Connection session, String text) throws SQLException {
    try (java.sql.Statement statement = session.createStatement()) {
      if (!statement.execute(text)) {
        return "OK";
      }
      List<String> values = new ArrayList<>();
      ResultSet rows = statement.getResultSet();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values.isEmpty() ? "no rows" : String.join(", ", values);
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}

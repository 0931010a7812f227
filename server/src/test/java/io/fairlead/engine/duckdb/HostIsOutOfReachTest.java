package io.fairlead.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fairlead.engine.EngineSession;
import io.fairlead.engine.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No statement reaches a file, the network, DuckDB's settings or the system catalog's definitions.
class HostIsOutOfReachTest {
  private static final DuckDbEngine ENGINE = Runs.engine();
  private final EngineSession session = ENGINE.open();
  private final View view = Images.view(Images.small());

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM READ_CSV('/etc/passwd')",
        "SELECT * FROM \"read_csv\"('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/*')",
        "SELECT * FROM read_json('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM '/etc/passwd.csv'",
        "SELECT * FROM \"/etc/passwd.csv\"",
        "SELECT * FROM 'https://127.0.0.1/x.parquet'",
        "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
        "SELECT * FROM query_table('/etc/passwd')",
        "SELECT json_execute_serialized_sql('{}')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_databases()",
        "SELECT * FROM pragma_database_list()",
        "SELECT getenv('HOME')",
        "SELECT getvariable('x')",
        "SELECT * FROM fl_connections()",
        "SELECT fl_create_sql(1, 5)",
        "/* /* */ SELECT 1; */ COPY mz_roles TO '/tmp/x'",
        "COPY mz_roles TO '/tmp/fairlead-x.csv'",
        "COPY mz_roles FROM '/etc/passwd'",
        "ATTACH '/tmp/fairlead-x.db'",
        "ATTACH ':memory:' AS other",
        "DETACH fl",
        "INSTALL httpfs",
        "FORCE INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "USE fl",
        "EXPORT DATABASE '/tmp/fairlead-x'",
        "IMPORT DATABASE '/tmp/fairlead-x'",
        "CHECKPOINT",
        "CREATE SECRET s (TYPE s3)",
        "CREATE MACRO m() AS 1",
        "CREATE SCHEMA s",
        "EXPLAIN ANALYZE COPY mz_roles TO '/tmp/fairlead-x.csv'",
        "DROP VIEW mz_connections",
        "DROP VIEW IF EXISTS mz_catalog.mz_connections",
        "DROP VIEW \"fl\".mz_catalog.mz_connections",
        "CREATE OR REPLACE VIEW mz_connections AS SELECT 1",
        "CREATE TABLE fl.mz_catalog.x (a int)",
        "CREATE TABLE memory.main.x (a int)",
        "INSERT INTO mz_roles VALUES (1)",
        "WITH x AS (SELECT 1) INSERT INTO mz_roles SELECT * FROM x",
        "ALTER VIEW mz_connections RENAME TO x",
        "SELECT 1; SELECT 2"
      })
  void isRefused(String sql) {
    String said = Runs.print(session, view, sql);
    assertTrue(
        said.startsWith("ERROR 42501 ")
            || said.startsWith("ERROR 0A000 ")
            || said.startsWith("ERROR 42P01 ")
            || said.startsWith("ERROR 42601 "),
        said);
    assertFalse(said.contains("root:"), said);
    assertFalse(Files.exists(Path.of("/tmp/fairlead-x.csv")), "a file was written");
    assertTrue(Runs.print(session, view, "SELECT 1").startsWith("1\n"), "the session goes on");
  }

  @Test
  void namedFoldersMayBeReadAndNoOther(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("data.csv");
    Files.writeString(file, "a,b\n1,x\n");
    try (DuckDbEngine reading =
        new DuckDbEngine(
            Optional.of(folder.resolve("engine.duckdb")),
            List.of(folder),
            (image, connection, redacted) -> "",
            Runs.nothingOutside(),
            System::nanoTime)) {
      EngineSession reader = reading.open();
      String allowed = Runs.print(reader, view, "SELECT * FROM read_csv('" + file + "')");
      assertTrue(allowed.startsWith("1|x\n"), allowed);
      String refused = Runs.print(reader, view, "SELECT * FROM read_csv('/etc/passwd')");
      assertTrue(refused.startsWith("ERROR 42501 "), refused);
      reader.close();
    }
  }
}

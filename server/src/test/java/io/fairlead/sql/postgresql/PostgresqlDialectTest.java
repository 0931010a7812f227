package io.fairlead.sql.postgresql;

import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.Readings;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PostgresqlDialectTest {
  private final PostgresqlDialect dialect = new PostgresqlDialect();

  @TestFactory
  Stream<DynamicTest> statements() {
    return GoldenFiles.tests("sql/postgresql", text -> Readings.outcome(dialect, text));
  }
}

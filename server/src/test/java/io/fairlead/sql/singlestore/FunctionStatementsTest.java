package io.fairlead.sql.singlestore;

import io.fairlead.golden.GoldenFiles;
import io.fairlead.sql.Readings;
import io.fairlead.sql.Words;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FunctionStatementsTest {
  private final SingleStoreDialect dialect = new SingleStoreDialect(Words.VOCABULARY);

  @TestFactory
  Stream<DynamicTest> statements() {
    return GoldenFiles.tests(
        "sql/singlestore-functions", text -> Readings.outcome(dialect, text));
  }
}
